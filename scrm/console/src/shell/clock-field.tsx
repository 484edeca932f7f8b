import { type ReactNode, useState } from 'react';
import classes from './clock-field.module.css';

/** A time of day as typed, such as 9, 930, 9.30 or 09:30, as 24 hours; null where it is none. */
export function timeOf(typed: string): string | null {
  const found = /^\s*(\d{1,2})(?:\s*[:：.]?\s*(\d{2}))?\s*$/.exec(typed);
  const [hour, minute] = [Number(found?.[1]), Number(found?.[2] ?? 0)];
  if (!found || hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return null;
  return [hour % 24, minute].map((one) => String(one).padStart(2, '0')).join(':');
}

/** A time of 24 hours in every language: the browser's own field follows the browser's, which may say
 *  AM and PM on a Chinese page. What is no time is put back, or stays marked for who asks to be told. */
export function ClockField(props: {
  label: string;
  value: string;
  set: (time: string) => void;
  told?: (isWrong: boolean) => void;
}): ReactNode {
  const [typed, setTyped] = useState<string | null>(null);
  const [isWrong, setWrong] = useState(false);
  const mark = (wrong: boolean): void => {
    setWrong(wrong);
    props.told?.(wrong);
  };
  const settle = (): void => {
    const time = typed === null ? null : timeOf(typed);
    if (typed !== null && time === null && props.told) {
      mark(true);
      return;
    }
    if (time !== null && time !== props.value) props.set(time);
    setTyped(null);
  };
  return (
    <input
      type="text"
      inputMode="numeric"
      autoComplete="off"
      placeholder="09:00"
      maxLength={7}
      className={classes.clock}
      aria-label={props.label}
      aria-invalid={isWrong || undefined}
      translate="no"
      value={typed ?? props.value}
      onChange={(event) => {
        const now = event.currentTarget.value;
        setTyped(now);
        if (isWrong) mark(false);
        const time = /^\d\d:\d\d$/.test(now) ? timeOf(now) : null;
        if (time !== null) props.set(time);
      }}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        if (typed !== null && timeOf(typed) === null) event.preventDefault(); // sends no form
        settle();
      }}
    />
  );
}

import { createContext, type ReactNode, use, useId } from 'react';
import type { Problem } from '../../api/problem.ts';
import { useMistake } from '../../shell/refusals/words.ts';
import { WEEKDAYS } from './values.ts';
import { useWords } from './words.ts';
import classes from './webchat.module.css';

/** What the hub said to the last try to save. */
export const Refusal = createContext<Problem | null>(null);

/** Settings that belong together, and under them what the hub said against one of them. */
export function Group(props: {
  title: string;
  text?: string;
  /** Names of the settings in it. */
  of: readonly string[];
  children: ReactNode;
}): ReactNode {
  const id = useId();
  const w = useWords();
  const mistake = useMistake();
  const refusal = use(Refusal);
  const [, field, ...within] = refusal?.field?.split('.') ?? [];
  const day = WEEKDAYS.find((one) => within.includes(one));
  const number = within.find((part) => /^\d+$/.test(part));
  const place = day ? w(day) : number && String(Number(number) + 1);
  const isRefused = field !== undefined && props.of.includes(field);
  return (
    <section className={classes.group} aria-labelledby={id} data-refused={isRefused || undefined}>
      <h3 id={id}>{props.title}</h3>
      {props.text && <p className={classes.dim}>{props.text}</p>}
      {props.children}
      {isRefused && (
        <p className={classes.wrong} role="alert" translate="no">
          {place && `${place}: `}
          {refusal && mistake(said(refusal))}
        </p>
      )}
    </section>
  );
}

/** Without the setting's own name, which is the hub's and stands over it in words. */
export function said({ message }: Problem): string {
  const words = message.replace(/^settings\.[\w.]+:? /, '');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

import { ActionIcon, Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { ClockField } from '../../shell/clock-field.tsx';
import { type Hours, type Shift, type Weekday, WEEKDAYS, withShift } from './values.ts';
import { useWords } from './words.ts';
import classes from './webchat.module.css';

const MOST_SHIFTS = 6;

/** Shifts by weekday. */
export function Week(props: {
  week: Hours['week'];
  set: (week: Hours['week']) => void;
}): ReactNode {
  const w = useWords();
  const put = (day: Weekday, shifts: Shift[]): void => {
    // A day without a shift stays named: a week in which nothing is named is "always".
    props.set({ ...props.week, [day]: shifts });
  };
  return (
    <div className={classes.week}>
      {WEEKDAYS.map((day) => (
        <Day
          key={day}
          name={w(day)}
          shifts={props.week[day] ?? []}
          set={(shifts) => {
            put(day, shifts);
          }}
        />
      ))}
    </div>
  );
}

export function Day(props: {
  name: string;
  shifts: Shift[];
  set: (shifts: Shift[]) => void;
}): ReactNode {
  const w = useWords();
  const { name, shifts, set } = props;
  const [before, setBefore] = useState<Shift[]>([]);
  const label = (word: 'from' | 'to' | 'shift.remove', index: number): string =>
    `${name}, ${index + 1}: ${w(word)}`;
  const change = (at: number, shift: Shift): void => {
    setBefore([]);
    set(shifts.map((one, index) => (index === at ? shift : one)));
  };
  return (
    <div className={classes.day} role="group" aria-label={name}>
      <span>{name}</span>
      <div className={classes.shifts}>
        {shifts.length === 0 && <span className={classes.dim}>{w('closedDay')}</span>}
        {shifts.map(([from, to], index) => (
          <span key={index} className={classes.shift}>
            <ClockField
              label={label('from', index)}
              value={from}
              set={(time) => change(index, [time, to])}
            />
            –
            <ClockField
              label={label('to', index)}
              value={to === '24:00' ? '00:00' : to}
              set={(time) => change(index, [from, time === '00:00' ? '24:00' : time])}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={label('shift.remove', index)}
              onClick={() => {
                if (before.length < shifts.length) setBefore(shifts);
                set(shifts.filter((_, at) => at !== index));
              }}
            >
              <IconX size={14} />
            </ActionIcon>
          </span>
        ))}
      </div>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`${name}: ${w('shift.add')}`}
        title={w('shift.add')}
        disabled={shifts.length >= MOST_SHIFTS}
        onClick={() => {
          set(withShift(shifts, before));
          setBefore([]);
        }}
      >
        <IconPlus size={16} />
      </ActionIcon>
    </div>
  );
}

/** Days on which nobody is there. */
export function ClosedDays(props: {
  days: string[];
  set: (days: string[]) => void;
  heading: 'h3' | 'h4';
}): ReactNode {
  const w = useWords();
  const { days, set, heading: Heading } = props;
  return (
    <div className={classes.closed} role="group" aria-label={w('closed')}>
      <Heading>{w('closed')}</Heading>
      {days.map((day, index) => (
        <span key={index} className={classes.shift}>
          <input
            type="date"
            className={classes.time}
            aria-label={`${w('closed')} ${index + 1}`}
            value={day}
            onChange={(event) => {
              const { value } = event.currentTarget;
              set(days.map((one, at) => (at === index ? value : one)));
            }}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`${w('remove')}: ${day || index + 1}`}
            onClick={() => {
              set(days.filter((_, at) => at !== index));
            }}
          >
            <IconX size={14} />
          </ActionIcon>
        </span>
      ))}
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPlus size={14} />}
        onClick={() => {
          set([...days, '']);
        }}
      >
        {w('closed.add')}
      </Button>
    </div>
  );
}

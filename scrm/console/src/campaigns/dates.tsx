import { NumberInput, Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { EventSelect } from '../conditions/event-select.tsx';
import room from '../conditions/room.module.css';
import classes from './campaigns.module.css';
import { type DateDraft, DATES, SIDES } from './dated.ts';
import { Places } from './places.tsx';
import { useWords } from './words.ts';

const MOST_DAYS = 366;

/** From which date of each person, how many days off, and at what hour. */
export function DateFields(props: {
  draft: DateDraft;
  /** Which date it is can't be changed any more. */
  isFixed: boolean;
  set: (draft: DateDraft) => void;
}): ReactNode {
  const { draft, isFixed, set } = props;
  const w = useWords();
  const at = Places.useAt();
  const place = draft.of === 'birthday' ? 'schedule.birthday' : 'schedule.days_after';
  const sides = SIDES.filter((one) => draft.of !== 'event' || one !== 'before');
  return (
    <>
      <div className={classes.at}>
        <Select
          label={w('date.of')}
          disabled={isFixed}
          data={DATES.map((one) => ({ value: one, label: w(`date.${one}`) }))}
          error={at(place)}
          value={draft.of}
          onChange={(of) => {
            const late = of === 'event' && draft.side === 'before';
            if (of) set({ ...draft, of, side: late ? 'after' : draft.side });
          }}
        />
        {draft.of === 'attribute' && (
          <TextInput
            label={w('date.detail')}
            disabled={isFixed}
            maxLength={60}
            dir="auto"
            error={at(`${place}.attribute`)}
            value={draft.attribute}
            onChange={(event) => {
              set({ ...draft, attribute: event.currentTarget.value });
            }}
          />
        )}
        {draft.of === 'event' && (
          <EventSelect
            label={w('date.what')}
            disabled={isFixed}
            error={at(`${place}.event`)}
            value={draft.event}
            set={(event) => {
              set({ ...draft, event });
            }}
          />
        )}
      </div>
      <div className={classes.at}>
        <Select
          label={w('date.side')}
          data={sides.map((one) => ({ value: one, label: w(`date.${one}`) }))}
          value={draft.side}
          onChange={(side) => {
            if (side) set({ ...draft, side });
          }}
        />
        {draft.side !== 'on' && (
          <NumberInput
            label={w('date.days')}
            min={1}
            max={MOST_DAYS}
            allowDecimal={false}
            error={at(`${place}.days`)}
            value={draft.days}
            onChange={(days) => {
              set({ ...draft, days: typeof days === 'number' ? days : '' });
            }}
          />
        )}
        <TextInput
          type="time"
          label={w('date.clock')}
          error={at(`${place}.at`)}
          value={draft.clock}
          onChange={(event) => {
            set({ ...draft, clock: event.currentTarget.value });
          }}
        />
      </div>
      <p className={room.dim}>{w(`date.${draft.of}.hint`)}</p>
    </>
  );
}

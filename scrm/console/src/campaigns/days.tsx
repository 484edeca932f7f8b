import type { ReactNode } from 'react';
import room from '../conditions/room.module.css';
import { useFormat } from '../i18n/context.tsx';
import { More } from '../shell/more.tsx';
import { Loading, ProblemNote } from '../shell/states.tsx';
import { usePages } from '../state/pages.ts';
import { useState } from 'react';
import { campaigns } from './calls.ts';
import classes from './coming.module.css';
import type { WholeCampaign } from './types.ts';
import { useCounted, useWords } from './words.ts';

/** Of one on a date of each person: the days that have begun, the newest first. */
export function PastDays({ whole }: { whole: WholeCampaign }): ReactNode {
  const w = useWords();
  const [isOpen, setOpen] = useState(false);
  if (!whole.occurrences.some((one) => one.frozen_at ?? one.missed_at)) return null;
  return (
    <details
      className={classes.past}
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
      }}
    >
      <summary className={room.label}>{w('past')}</summary>
      {isOpen && <Days key={whole.runs} whole={whole} />}
    </details>
  );
}

function Days({ whole }: { whole: WholeCampaign }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const counted = useCounted();
  const pages = usePages(
    `campaigns/runs/${whole.id}/${whole.runs}`,
    (cursor) => campaigns.runs(whole.id, cursor),
    (one) => one.id,
  );
  const { items, problem, reload } = pages;
  if (problem && !items) return <ProblemNote problem={problem} onRetry={reload} />;
  if (!items) return <Loading rows={3} />;
  return (
    <>
      <ul className={classes.days} aria-label={w('past')}>
        {items
          .filter((one) => one.frozen_at ?? one.missed_at)
          .map((one) => (
            <li key={one.id} data-none={!one.size || undefined}>
              <span>{format.day(`${one.key.slice(0, 10)}T12:00`)}</span>
              <span />
              <span>{one.missed_at ? w('past.missed') : counted('people', one.size ?? 0)}</span>
            </li>
          ))}
      </ul>
      <More pages={pages} compact />
    </>
  );
}

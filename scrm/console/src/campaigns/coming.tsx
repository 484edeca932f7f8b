import type { ReactNode } from 'react';
import room from '../conditions/room.module.css';
import { useFormat } from '../i18n/context.tsx';
import { Loading, ProblemNote } from '../shell/states.tsx';
import { useResource } from '../state/resource.ts';
import { campaigns } from './calls.ts';
import classes from './coming.module.css';
import { dateOf } from './dated.ts';
import type { ComingDay, Schedule, WholeCampaign } from './types.ts';
import { useCounted, useWords } from './words.ts';

/** Of one on a date of each person that is at work: when it goes next, and for how many. Asked again
 * only when a day has begun, for it looks at everybody. */
export function ComingPart({ whole }: { whole: WholeCampaign }): ReactNode {
  const w = useWords();
  const key = `coming/${whole.id}/${whole.version}/${whole.runs}`;
  const { data, problem, reload } = useResource(key, () => campaigns.preflight(whole.id));
  return (
    <section className={classes.coming} aria-label={w('coming')}>
      <h2 className={room.label}>{w('coming')}</h2>
      {problem && !data && <ProblemNote problem={problem} onRetry={reload} />}
      {!data && !problem && <Loading rows={2} />}
      {data && <Coming days={data.days} schedule={whole.definition.schedule} />}
    </section>
  );
}

/** How many have their day, today and in the week behind it. */
export function Coming(props: {
  days: readonly ComingDay[];
  schedule: Schedule | undefined;
}): ReactNode {
  const { days, schedule } = props;
  const w = useWords();
  const format = useFormat();
  const counted = useCounted();
  const next = days.find((one) => (one.people ?? 0) > 0);
  const all = days.reduce((sum, one) => sum + (one.people ?? 0), 0);
  const most = Math.max(...days.map((one) => one.people ?? 0));
  const isWhole = days.every((one) => one.people !== null);
  // A day of the calendar is the same everywhere: noon is in none other.
  const say = (day: string): string => format.day(`${day}T12:00`);
  const last = days.at(-1);
  if (!last || (!next && isWhole)) return <p className={room.dim}>{w('coming.none')}</p>;
  return (
    <>
      <p className={classes.said}>
        {next?.people != null &&
          counted('next', next.people, { day: say(next.day), time: dateOf(schedule).clock })}{' '}
        {isWhole ? counted('week', all, { day: say(last.day) }) : w('coming.short')}
      </p>
      <ul className={classes.days} aria-label={w('coming.days')}>
        {days.map(({ day, people }) => (
          <li key={day} data-none={people === 0 || undefined}>
            <span>{say(day)}</span>
            <i
              aria-hidden
              style={{ inlineSize: `${(100 * (people ?? 0)) / Math.max(most, 1)}%` }}
            />
            <b translate="no">{people === null ? '?' : format.number(people)}</b>
          </li>
        ))}
      </ul>
    </>
  );
}

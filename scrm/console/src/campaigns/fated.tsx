import type { ReactNode } from 'react';
import { Link } from 'wouter';
import room from '../conditions/room.module.css';
import { useFormat } from '../i18n/context.tsx';
import { Avatar } from '../shell/avatar.tsx';
import { Loading, ProblemNote } from '../shell/states.tsx';
import { More } from '../shell/more.tsx';
import { usePages } from '../state/pages.ts';
import { campaigns, type Wanted } from './calls.ts';
import classes from './campaigns.module.css';
import type { Fated } from './types.ts';
import { useWaits, useWhy, useWords } from './words.ts';

/** The people of one slice, and why. */
export function FatedPeople({ id, wanted }: { id: string; wanted: Wanted }): ReactNode {
  const w = useWords();
  const key = `campaigns/fated/${id}/${JSON.stringify(wanted)}`;
  const pages = usePages(
    key,
    (cursor) => campaigns.fated(id, wanted, cursor),
    (one) => one.contact_id,
  );
  const { items, problem, reload } = pages;
  if (problem && !items) return <ProblemNote problem={problem} onRetry={reload} />;
  if (!items) return <Loading rows={3} />;
  return (
    <>
      <ul className={classes.persons} aria-label={w('persons')}>
        {items.map((one) => (
          <Person key={one.contact_id} one={one} />
        ))}
      </ul>
      {items.length === 0 && pages.next === null && <p className={room.dim}>{w('persons.none')}</p>}
      <More pages={pages} />
    </>
  );
}

function Person({ one }: { one: Fated }): ReactNode {
  const w = useWords();
  const why = useWhy();
  const format = useFormat();
  const waits = useWaits();
  const reasons = [one.why, ...one.then].filter((name) => !['', 'missing_value'].includes(name));
  const reason = reasons.map((name) => waits(name) ?? why(name)).join(w('pre.then'));
  const time = one.at === null || reason === '' ? '' : w('gets', { time: format.dateTime(one.at) });
  const lacks = one.lacks === '' ? '' : w('pre.lacks', { name: one.lacks });
  return (
    <li>
      <Link href={`/contacts/${one.contact_id}`} className={classes.person}>
        <Avatar name={one.name} photo={null} size={26} />
        <b dir="auto" translate={one.name === '' ? undefined : 'no'}>
          {one.name === '' ? w('nobody') : one.name}
        </b>
        <span className={classes.fate}>{[reason, time, lacks].filter(Boolean).join(' · ')}</span>
      </Link>
    </li>
  );
}

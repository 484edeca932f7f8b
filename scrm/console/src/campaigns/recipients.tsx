import type { ReactNode } from 'react';
import { Link } from 'wouter';
import room from '../conditions/room.module.css';
import { useFormat } from '../i18n/context.tsx';
import { Avatar } from '../shell/avatar.tsx';
import { Loading, ProblemNote } from '../shell/states.tsx';
import { More } from '../shell/more.tsx';
import { usePages } from '../state/pages.ts';
import { campaigns, type Whom } from './calls.ts';
import classes from './campaigns.module.css';
import type { Recipient } from './types.ts';
import en from './words-en.json';
import { type Word, useWaits, useWhy, useWords } from './words.ts';

/** What waits for a time; what waits for somebody is only looked at again then. */
const OF_ITS_TIME = ['quiet_hours', 'cap', 'just_answered'];

/** Who they are, what became of each, and why; all of them, or of one fate. */
export function Recipients({ id, whom }: { id: string; whom: Whom }): ReactNode {
  const w = useWords();
  const key = `campaigns/people/${id}/${JSON.stringify(whom)}`;
  const pages = usePages(
    key,
    (cursor) => campaigns.recipients(id, whom, cursor),
    (one) => `${one.occurrence_id}/${one.step}/${one.contact_id}`,
  );
  const { items, problem, reload } = pages;
  if (problem && !items) return <ProblemNote problem={problem} onRetry={reload} />;
  if (!items) return <Loading rows={4} />;
  return (
    <>
      <ul className={classes.persons} aria-label={w('persons')}>
        {items.map((one) => (
          <Person key={`${one.occurrence_id}/${one.step}/${one.contact_id}`} recipient={one} />
        ))}
      </ul>
      {items.length === 0 && <p className={room.dim}>{w('persons.none')}</p>}
      <More pages={pages} />
    </>
  );
}

function Person({ recipient }: { recipient: Recipient }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const why = useWhy();
  const { name, state, reason, until } = recipient;
  const waits = useWaits();
  const word = `fate.${state}`;
  const said = word in en ? w(word as Word) : state;
  const erased = recipient.contact_id.startsWith('-');
  const row = (
    <>
      <Avatar name={name} photo={null} size={26} />
      <b dir="auto" translate={name === '' ? undefined : 'no'}>
        {erased ? w('erased') : name === '' ? w('nobody') : name}
      </b>
      <span className={classes.fate}>
        {reason === '' ? said : w('fate.why', { fate: said, why: waits(reason) ?? why(reason) })}
        {until && OF_ITS_TIME.includes(reason) && (
          <time dateTime={until} title={format.exact(until)}>
            {' '}
            {w('until', { time: format.dateTime(until) })}
          </time>
        )}
      </span>
    </>
  );
  return (
    <li>
      {erased ? (
        <span className={classes.person}>{row}</span>
      ) : (
        <Link href={`/contacts/${recipient.contact_id}`} className={classes.person}>
          {row}
        </Link>
      )}
    </li>
  );
}

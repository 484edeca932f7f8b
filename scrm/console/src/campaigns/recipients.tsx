import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { asProblem, type Problem } from '../api/problem.ts';
import type { Page } from '../api/types.ts';
import room from '../conditions/room.module.css';
import { useFormat, useT } from '../i18n/context.tsx';
import { Avatar } from '../shell/avatar.tsx';
import { Loading, ProblemNote } from '../shell/states.tsx';
import { useResource } from '../state/resource.ts';
import { campaigns } from './calls.ts';
import classes from './campaigns.module.css';
import type { Recipient } from './types.ts';
import en from './words-en.json';
import { type Word, useWhy, useWords } from './words.ts';

/** What waits for a time; what waits for somebody is only looked at again then. */
const OF_ITS_TIME = ['quiet_hours', 'cap', 'just_answered'];

/** Who they are, what became of each, and why; all of them, or of one fate. */
export function Recipients(props: {
  id: string;
  fate: string | null;
  reason: string | null;
}): ReactNode {
  const { id, fate, reason } = props;
  const t = useT();
  const w = useWords();
  const wanted = { state: fate ?? undefined, reason: reason ?? undefined };
  const key = `campaigns/people/${id}/${fate}/${reason}`;
  const { data, problem, reload } = useResource(key, () => campaigns.recipients(id, wanted));
  const [further, setFurther] = useState<Page<Recipient> | null>(null);
  const [failed, setFailed] = useState<Problem | null>(null);
  const next = further ? further.next : (data?.next ?? null);
  const more = async (cursor: string): Promise<void> => {
    setFailed(null);
    try {
      const found = await campaigns.recipients(id, wanted, cursor);
      setFurther({ items: [...(further?.items ?? []), ...found.items], next: found.next });
    } catch (cause) {
      setFailed(asProblem(cause));
    }
  };
  if (problem && !data) return <ProblemNote problem={problem} onRetry={reload} />;
  if (!data) return <Loading rows={4} />;
  return (
    <>
      <ul className={classes.persons} aria-label={w('persons')}>
        {[...data.items, ...(further?.items ?? [])].map((one) => (
          <Person key={`${one.occurrence_id}/${one.step}/${one.contact_id}`} recipient={one} />
        ))}
      </ul>
      {data.items.length === 0 && <p className={room.dim}>{w('persons.none')}</p>}
      {failed && <ProblemNote problem={failed} />}
      {next !== null && (
        <Button variant="subtle" color="gray" fullWidth onClick={() => void more(next)}>
          {t('showMore')}
        </Button>
      )}
    </>
  );
}

function Person({ recipient }: { recipient: Recipient }): ReactNode {
  const w = useWords();
  const format = useFormat();
  const why = useWhy();
  const { name, state, reason, until } = recipient;
  const word = `fate.${state}`;
  const said = word in en ? w(word as Word) : state;
  return (
    <li>
      <Link href={`/contacts/${recipient.contact_id}`} className={classes.person}>
        <Avatar name={name} photo={null} size={26} />
        <b dir="auto" translate={name === '' ? undefined : 'no'}>
          {name === '' ? w('nobody') : name}
        </b>
        <span className={classes.fate}>
          {reason === '' ? said : w('fate.why', { fate: said, why: why(reason) })}
          {until && OF_ITS_TIME.includes(reason) && (
            <time dateTime={until} title={format.exact(until)}>
              {' '}
              {w('until', { time: format.dateTime(until) })}
            </time>
          )}
        </span>
      </Link>
    </li>
  );
}

import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { asProblem, type Problem } from '../api/problem.ts';
import type { Page } from '../api/types.ts';
import room from '../conditions/room.module.css';
import { useT } from '../i18n/context.tsx';
import { Avatar } from '../shell/avatar.tsx';
import { Loading, ProblemNote } from '../shell/states.tsx';
import { useResource } from '../state/resource.ts';
import { campaigns, type Wanted } from './calls.ts';
import classes from './campaigns.module.css';
import type { Fated } from './types.ts';
import { useWhy, useWords } from './words.ts';

/** The people of one slice, and why. */
export function FatedPeople({ id, wanted }: { id: string; wanted: Wanted }): ReactNode {
  const t = useT();
  const w = useWords();
  const key = `campaigns/fated/${id}/${JSON.stringify(wanted)}`;
  const { data, problem, reload } = useResource(key, () => campaigns.fated(id, wanted));
  const [further, setFurther] = useState<Page<Fated> | null>(null);
  const [failed, setFailed] = useState<Problem | null>(null);
  const next = further ? further.next : (data?.next ?? null);
  const more = async (cursor: string): Promise<void> => {
    setFailed(null);
    try {
      const found = await campaigns.fated(id, wanted, cursor);
      setFurther({ items: [...(further?.items ?? []), ...found.items], next: found.next });
    } catch (cause) {
      setFailed(asProblem(cause));
    }
  };
  if (problem && !data) return <ProblemNote problem={problem} onRetry={reload} />;
  if (!data) return <Loading rows={3} />;
  const people = [...data.items, ...(further?.items ?? [])];
  return (
    <>
      <ul className={classes.persons} aria-label={w('persons')}>
        {people.map((one) => (
          <Person key={one.contact_id} one={one} />
        ))}
      </ul>
      {people.length === 0 && next === null && <p className={room.dim}>{w('persons.none')}</p>}
      {failed && <ProblemNote problem={failed} />}
      {next !== null && (
        <Button variant="subtle" color="gray" fullWidth onClick={() => void more(next)}>
          {t('showMore')}
        </Button>
      )}
    </>
  );
}

function Person({ one }: { one: Fated }): ReactNode {
  const w = useWords();
  const why = useWhy();
  const reason = one.why === '' || one.why === 'missing_value' ? '' : why(one.why);
  const lacks = one.lacks === '' ? '' : w('pre.lacks', { name: one.lacks });
  return (
    <li>
      <Link href={`/contacts/${one.contact_id}`} className={classes.person}>
        <Avatar name={one.name} photo={null} size={26} />
        <b dir="auto" translate={one.name === '' ? undefined : 'no'}>
          {one.name === '' ? w('nobody') : one.name}
        </b>
        <span className={classes.fate}>{[reason, lacks].filter(Boolean).join(' · ')}</span>
      </Link>
    </li>
  );
}

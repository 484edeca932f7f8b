import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { asProblem, type Problem } from '../api/problem.ts';
import type { Contact, Page } from '../api/types.ts';
import { useFormat, useT } from '../i18n/context.tsx';
import { useNow } from '../i18n/now.ts';
import { Avatar } from '../shell/avatar.tsx';
import { Empty, Loading, ProblemNote } from '../shell/states.tsx';
import { segments } from './calls.ts';
import type { Answer } from './preview.ts';
import room from '../conditions/room.module.css';
import classes from './segments.module.css';
import { useWords } from './words.ts';

/** How many are meant now, and the newest of them; of a saved segment all, page by page. */
export function People(props: {
  answer: Answer;
  /** Its id, where what is shown is what was saved. */
  saved: string | null;
}): ReactNode {
  const { preview, problem, busy } = props.answer;
  const w = useWords();
  const format = useFormat();
  return (
    <section className={classes.people} aria-label={w('people')} aria-busy={busy || undefined}>
      <div className={classes.figure} role="status">
        <strong translate="no">{preview ? format.number(preview.count) : '–'}</strong>
        <span>{w(busy ? 'counting' : 'persons')}</span>
      </div>
      {problem && <Trouble problem={problem} />}
      {busy && !preview && <Loading rows={6} />}
      {preview?.count === 0 && <Empty title={w('people.none')} text={w('people.none.text')} />}
      {preview && preview.count > 0 && (
        <>
          <span className={room.label}>{w('newest')}</span>
          <Several
            key={`${props.saved}/${preview.count}`}
            first={preview.sample}
            saved={preview.count > preview.sample.length ? props.saved : null}
          />
        </>
      )}
    </section>
  );
}

function Trouble({ problem }: { problem: Problem }): ReactNode {
  const w = useWords();
  if (problem.code === 'too_costly') return <p className={room.wrong}>{w('too_costly')}</p>;
  if (problem.errors.length > 0) return null; // each stands beside its question
  return <ProblemNote problem={problem} />;
}

function Several(props: { first: Contact[]; saved: string | null }): ReactNode {
  const w = useWords();
  const [page, setPage] = useState<Page<Contact> | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { saved } = props;
  const more = async (id: string): Promise<void> => {
    setProblem(null);
    try {
      const next = await segments.members(id, page?.next ?? undefined);
      setPage({ items: [...(page?.items ?? []), ...next.items], next: next.next });
    } catch (cause) {
      setProblem(asProblem(cause));
    }
  };
  return (
    <>
      <ul className={classes.persons}>
        {(page?.items ?? props.first).map((contact) => (
          <Person key={contact.id} contact={contact} />
        ))}
      </ul>
      {problem && <ProblemNote problem={problem} />}
      {saved !== null && (page === null || page.next !== null) && (
        <Button variant="subtle" color="gray" fullWidth onClick={() => void more(saved)}>
          {w('more.people')}
        </Button>
      )}
    </>
  );
}

function Person({ contact }: { contact: Contact }): ReactNode {
  const t = useT();
  const format = useFormat();
  const now = useNow();
  return (
    <li>
      <Link href={`/contacts/${contact.id}`} className={classes.person}>
        <Avatar name={contact.name} photo={contact.photo} size={26} />
        <b dir="auto" translate="no">
          {contact.name}
        </b>
        {contact.last_seen && (
          <time
            dateTime={contact.last_seen}
            title={t('contact.lastSeen', { time: format.exact(contact.last_seen) })}
          >
            {format.ago(contact.last_seen, now)}
          </time>
        )}
      </Link>
    </li>
  );
}

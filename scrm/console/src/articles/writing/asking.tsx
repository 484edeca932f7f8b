import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useAsked } from '../../conditions/asked.ts';
import room from '../../conditions/room.module.css';
import { useFormat } from '../../i18n/context.tsx';
import { ProblemNote } from '../../shell/states.tsx';
import { createStore, useStore } from '../../state/store.ts';
import { articles, LONGEST_QUESTION } from '../calls.ts';
import type { Answer, Passage } from '../types.ts';
import { editions } from './acts.ts';
import { type Word, useWords } from './words.ts';
import classes from './asking.module.css';

const SHOWN = 3;
/** It stays while one goes from article to article. */
const question = createStore('');

/** What the published articles say to a question, and how sure that is. */
export function Asking(): ReactNode {
  const w = useWords();
  const edition = useStore(editions);
  const asked = useStore(question);
  const text = asked.trim();
  const { answer, problem } = useAsked(
    text === '' ? null : JSON.stringify([edition, text]),
    (whole) => articles.ask((JSON.parse(whole) as [number, string])[1], SHOWN),
  );
  return (
    <section className={classes.asking} aria-label={w('ask')}>
      <h2 className={room.label}>{w('ask')}</h2>
      <TextInput
        size="xs"
        type="search"
        aria-label={w('ask')}
        placeholder={w('ask.hint')}
        maxLength={LONGEST_QUESTION}
        dir="auto"
        value={asked}
        onChange={(event) => {
          question.set(event.currentTarget.value);
        }}
      />
      {problem && <ProblemNote problem={problem} />}
      <div role="status">
        {text === '' && <p className={classes.dim}>{w('ask.text')}</p>}
        {answer && <Said answer={answer} />}
      </div>
    </section>
  );
}

function verdictOf({ answering, passages }: Answer): Word {
  return answering === 'offer' && passages.length === 1 ? 'ask.offer.one' : `ask.${answering}`;
}

function Said({ answer }: { answer: Answer }): ReactNode {
  const w = useWords();
  const { answering, passages } = answer;
  const said = passages.slice(0, { sure: 1, offer: 2, none: 0 }[answering]);
  const others = passages.slice(said.length);
  return (
    <>
      <p className={classes.verdict} data-answering={answering}>
        {w(verdictOf(answer))}
      </p>
      <Passages all={said} />
      {others.length > 0 && <p className={classes.dim}>{w('ask.nearest')}</p>}
      <Passages all={others} isFar />
    </>
  );
}

function Passages({ all, isFar = false }: { all: Passage[]; isFar?: boolean }): ReactNode {
  const w = useWords();
  const format = useFormat();
  if (all.length === 0) return null;
  return (
    <ul className={classes.passages} data-far={isFar}>
      {all.map((one) => (
        <li key={one.article_id}>
          <Link href={`/articles/${one.article_id}`} dir="auto" translate="no">
            {one.title}
          </Link>
          {!isFar && (
            <p dir="auto" translate="no">
              {one.passage}
            </p>
          )}
          <small>{w('ask.share', { percent: format.number(Math.round(one.share * 100)) })}</small>
        </li>
      ))}
    </ul>
  );
}

/** Whom a condition means, asked while it is being built. */
import { useEffect, useState } from 'react';
import { asProblem, type Problem } from '../api/problem.ts';
import type { Condition } from '../conditions/types.ts';
import { useTongue } from '../conditions/tongue.ts';
import { segments } from './calls.ts';
import type { Preview } from './types.ts';

const PAUSE_MS = 400;
const AGAIN_MS = 5_000;
/** A question that takes long is asked seldom: the hub counts for others too. */
const SHARE_OF_TIME = 20;

/** What is known of a question about people: whom it means, or what is wrong with it. */
export interface Answer<A = Preview> {
  preview: A | null;
  problem: Problem | null;
  busy: boolean;
}

export function usePreview(condition: Condition, ready: boolean): Answer {
  const language = useTongue();
  const question = ready ? JSON.stringify({ condition, language }) : null;
  return useCount(question, (asked) => {
    const { condition: is, language: said } = JSON.parse(asked) as {
      condition: Condition;
      language: string;
    };
    return segments.preview(is, said);
  });
}

/** Asks the hub a little after the last change, and again while somebody looks: people come and go.
 *  `question` is JSON, or null where there is nothing to ask yet; an answer to an older one is
 *  dropped. */
export function useCount<A>(
  question: string | null,
  ask: (question: string) => Promise<A>,
): Answer<A> {
  const [answer, setAnswer] = useState<Answer<A>>({
    preview: null,
    problem: null,
    busy: question !== null,
  });
  useEffect(() => {
    if (question === null) return;
    let isLatest = true;
    let timer: ReturnType<typeof setTimeout>;
    const look = async (isFirst: boolean): Promise<void> => {
      if (isFirst) setAnswer((before) => ({ ...before, busy: true }));
      const begun = performance.now();
      try {
        const preview = await ask(question);
        if (!isLatest) return;
        setAnswer({ preview, problem: null, busy: false });
        const took = performance.now() - begun;
        timer = setTimeout(() => void again(), Math.max(AGAIN_MS, took * SHARE_OF_TIME));
      } catch (cause) {
        if (isLatest) setAnswer({ preview: null, problem: asProblem(cause), busy: false });
      }
    };
    const again = async (): Promise<void> => {
      if (document.visibilityState === 'visible') await look(false);
      else timer = setTimeout(() => void again(), AGAIN_MS);
    };
    timer = setTimeout(() => void look(true), PAUSE_MS);
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
    // `ask` is made anew by each render; the question alone says what is asked.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [question]);
  return question === null ? { preview: null, problem: null, busy: false } : answer;
}

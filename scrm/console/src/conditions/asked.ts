import { useEffect, useState } from 'react';
import { asProblem, type Problem } from '../api/problem.ts';

const PAUSE_MS = 400;

export interface Asked<A> {
  answer: A | null;
  problem: Problem | null;
}

const NOTHING = { answer: null, problem: null };

/**
 * The hub's answer to a question that is being written, as JSON; null: nothing to ask yet. It is
 * asked a little after the last change; an answer to an older question is dropped.
 */
export function useAsked<A>(
  question: string | null,
  ask: (question: string) => Promise<A>,
): Asked<A> {
  const [found, setFound] = useState<Asked<A>>(NOTHING);
  useEffect(() => {
    if (question === null) return;
    let isLatest = true;
    const find = async (): Promise<void> => {
      try {
        const answer = await ask(question);
        if (isLatest) setFound({ answer, problem: null });
      } catch (cause) {
        if (isLatest) setFound((before) => ({ ...before, problem: asProblem(cause) }));
      }
    };
    const timer = setTimeout(() => void find(), PAUSE_MS);
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
    // `ask` is made anew by each render; the question alone says what is asked.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [question]);
  return question === null ? NOTHING : found;
}

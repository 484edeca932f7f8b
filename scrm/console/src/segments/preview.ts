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

/** What is known of a condition: whom it means, or what is wrong with it. */
export interface Answer {
  preview: Preview | null;
  problem: Problem | null;
  busy: boolean;
}

/** Asks the hub a little after the last change, and again while somebody looks: people come and go.
 *  An answer to an older question is dropped. */
export function usePreview(condition: Condition, ready: boolean): Answer {
  const language = useTongue();
  const asked = ready ? JSON.stringify(condition) : '';
  const [answer, setAnswer] = useState<Answer>({ preview: null, problem: null, busy: ready });
  useEffect(() => {
    if (asked === '') return;
    let isLatest = true;
    let timer: ReturnType<typeof setTimeout>;
    const ask = async (isFirst: boolean): Promise<void> => {
      if (isFirst) setAnswer((before) => ({ ...before, busy: true }));
      const begun = performance.now();
      try {
        const preview = await segments.preview(JSON.parse(asked) as Condition, language);
        if (!isLatest) return;
        setAnswer({ preview, problem: null, busy: false });
        const took = performance.now() - begun;
        timer = setTimeout(() => void again(), Math.max(AGAIN_MS, took * SHARE_OF_TIME));
      } catch (cause) {
        if (isLatest) setAnswer({ preview: null, problem: asProblem(cause), busy: false });
      }
    };
    const again = async (): Promise<void> => {
      if (document.visibilityState === 'visible') await ask(false);
      else timer = setTimeout(() => void again(), AGAIN_MS);
    };
    timer = setTimeout(() => void ask(true), PAUSE_MS);
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
  }, [asked, language]);
  return ready ? answer : { preview: null, problem: null, busy: false };
}

import { useEffect, useState } from 'react';
import { asProblem, type Problem } from '../api/problem.ts';
import { useTongue } from '../conditions/tongue.ts';
import { rules } from './calls.ts';
import type { Checked, Definition } from './types.ts';

const PAUSE_MS = 400;

/** What the hub makes of a rule as it stands: its reading, or what is wrong with it. */
export interface Answer {
  checked: Checked | null;
  problem: Problem | null;
}

const NOTHING: Answer = { checked: null, problem: null };

/** Asks a little after the last change; an answer to an older question is dropped. */
export function useChecked(definition: Definition, ready: boolean): Answer {
  const language = useTongue();
  const asked = ready ? JSON.stringify(definition) : '';
  const [answer, setAnswer] = useState(NOTHING);
  useEffect(() => {
    if (asked === '') return;
    let isLatest = true;
    const ask = async (): Promise<void> => {
      try {
        const checked = await rules.check(JSON.parse(asked) as Definition, language);
        if (isLatest) setAnswer({ checked, problem: null });
      } catch (cause) {
        if (isLatest) setAnswer({ checked: null, problem: asProblem(cause) });
      }
    };
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
  }, [asked, language]);
  return ready ? answer : NOTHING;
}

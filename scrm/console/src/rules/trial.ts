import { useRef, useState } from 'react';
import { asProblem, type Problem } from '../api/problem.ts';
import { useTongue } from '../conditions/tongue.ts';
import { rules } from './calls.ts';
import type { Definition, Found, Trial } from './types.ts';

interface State {
  /** What was asked, to know whether it is still what stands in the fields. */
  asked: { since: string; definition: Definition } | null;
  found: Trial | null;
  which: Found | null;
  problem: Problem | null;
  busy: boolean;
}

const NOTHING: State = { asked: null, found: null, which: null, problem: null, busy: false };

/** One dry run, its parts and its filter; the answer to an older one is dropped. */
export function useTrial(id: string | null, definition: Definition, since: string) {
  const language = useTongue();
  const [state, setState] = useState(NOTHING);
  const latest = useRef(0);
  const { asked, found, which } = state;
  const ask = async (
    body: NonNullable<State['asked']>,
    part: { found?: Found; cursor?: string },
    put: (answer: Trial) => Partial<State>,
  ): Promise<void> => {
    const mine = ++latest.current;
    try {
      const answer = await rules.tryOut(id, body, { ...part, language });
      if (mine === latest.current) {
        setState((before) => ({ ...before, problem: null, busy: false, ...put(answer) }));
      }
    } catch (cause) {
      if (mine === latest.current) {
        setState((before) => ({ ...before, problem: asProblem(cause), busy: false }));
      }
    }
  };
  return {
    ...state,
    isStale: asked !== null && JSON.stringify(asked) !== JSON.stringify({ since, definition }),
    run: async (): Promise<void> => {
      const body = { since, definition };
      setState({ ...NOTHING, asked: body, busy: true });
      await ask(body, {}, (answer) => ({ found: answer }));
    },
    /** The same run, and of it only these. */
    choose: (chosen: Found | null): void => {
      if (!asked || !found) return;
      const part = { ...(chosen && { found: chosen }), cursor: found.start };
      setState((before) => ({ ...before, which: chosen }));
      void ask(asked, part, (answer) => ({ found: answer }));
    },
    more: (): void => {
      if (!asked || !found?.next) return;
      const part = { ...(which && { found: which }), cursor: found.next };
      void ask(asked, part, (answer) => ({
        found: { ...answer, items: [...found.items, ...answer.items] },
      }));
    },
  };
}

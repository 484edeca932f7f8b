import type { ReactNode } from 'react';
import { asProblem, type Problem } from '../api/problem.ts';
import { useState } from 'react';
import classes from './settings.module.css';

/** The frame of a settings page: what it is, one sentence, and what can be added. */
export function Section(props: {
  title: string;
  text: string;
  action?: ReactNode;
  children: ReactNode;
}): ReactNode {
  return (
    <div className={classes.inner}>
      <header>
        <div>
          <h2>{props.title}</h2>
          <p>{props.text}</p>
        </div>
        {props.action}
      </header>
      {props.children}
    </div>
  );
}

/** One call at a time, its problem kept to be shown beside the button that caused it. */
export function useCall(): {
  busy: boolean;
  problem: Problem | null;
  run: (call: () => Promise<unknown>) => Promise<boolean>;
} {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  return {
    busy,
    problem,
    run: async (call) => {
      setBusy(true);
      setProblem(null);
      try {
        await call();
        return true;
      } catch (cause) {
        setProblem(asProblem(cause));
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}

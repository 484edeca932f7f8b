import type { ReactNode } from 'react';
import classes from './conditions.module.css';
import { sentence } from './draft.ts';

/** What the hub says in words: a line each where there are many, deeper ones further in. */
export function Lines({ text }: { text: string }): ReactNode {
  return sentence(text)
    .split('\n')
    .map((line, index) => (
      <span key={index} className={classes.line} data-depth={depthOf(line)}>
        {line.trim()}
      </span>
    ));
}

function depthOf(line: string): number {
  const spaces = line.length - line.trimStart().length;
  return Math.min(3, spaces / 2);
}

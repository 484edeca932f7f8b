import type { ReactNode } from 'react';
import type { Problem } from '../../api/problem.ts';
import classes from './refused.module.css';
import { inChinese } from './words.ts';

const ORIGINAL = '系统原文';

/** In Chinese why the hub said no; its own words are a click away where ours say less. */
export default function Refused({ problem }: { problem: Problem }): ReactNode {
  const { text, hub } = inChinese(problem);
  return (
    <>
      {text}
      {hub !== '' && (
        <details className={classes.hub}>
          <summary>{ORIGINAL}</summary>
          <span lang="en" translate="no">
            {hub}
          </span>
        </details>
      )}
    </>
  );
}

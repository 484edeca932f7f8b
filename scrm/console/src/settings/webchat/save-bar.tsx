import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Problem } from '../../api/problem.ts';
import { ProblemNote } from '../../shell/states.tsx';
import classes from './webchat.module.css';
import { useWords } from './words.ts';

/** Under a form: save it or put it back, and how it stands. */
export function SaveBar(props: {
  problem: Problem | null;
  busy: boolean;
  isChanged: boolean;
  /** What was just saved, in words; "" where nothing was. */
  saved: string;
  onDiscard: () => void;
}): ReactNode {
  const { problem, busy, isChanged } = props;
  const w = useWords();
  return (
    <div className={classes.bar}>
      {problem && <ProblemNote problem={problem} />}
      <Button type="submit" loading={busy} disabled={!isChanged}>
        {w('save')}
      </Button>
      <Button variant="default" disabled={!isChanged || busy} onClick={props.onDiscard}>
        {w('discard')}
      </Button>
      <span role="status" className={classes.dim}>
        {isChanged ? w('unsaved') : props.saved}
      </span>
    </div>
  );
}

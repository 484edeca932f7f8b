import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import room from '../conditions/room.module.css';
import classes from './campaigns.module.css';
import { useWords } from './words.ts';

/** What can't be undone is asked once, where it was pressed. Escape says no. */
export function Question(props: {
  text: string;
  hint?: string;
  yes: string;
  red?: boolean;
  busy: boolean;
  onYes: () => void;
  onNo: () => void;
}): ReactNode {
  const w = useWords();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div
      ref={place}
      className={classes.question}
      role="group"
      aria-label={props.text}
      onKeyDown={(event) => {
        if (event.key === 'Escape') props.onNo();
      }}
    >
      <p>{props.text}</p>
      {props.hint && <p className={room.dim}>{props.hint}</p>}
      <div className={room.buttons}>
        <Button
          autoFocus
          color={props.red ? 'red' : undefined}
          loading={props.busy}
          onClick={props.onYes}
        >
          {props.yes}
        </Button>
        <Button variant="subtle" color="gray" onClick={props.onNo}>
          {w('no')}
        </Button>
      </div>
    </div>
  );
}

import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Misplaced } from '../api/problem.ts';
import room from '../conditions/room.module.css';
import { AnswerFields } from './answer.tsx';
import classes from './bots.module.css';
import { type Draft, mistakesIn } from './draft.ts';
import { Assign } from './responder.tsx';
import { Examples } from './trigger.tsx';
import { useWords } from './words.ts';

/** What holds of the whole bot: its name, and how it gives up. */
export function Whole(props: {
  draft: Draft;
  set: (draft: Draft) => void;
  errors: readonly Misplaced[];
}): ReactNode {
  const { draft, set, errors } = props;
  const w = useWords();
  return (
    <details className={classes.whole}>
      <summary>{w('whole')}</summary>
      <div className={classes.fields}>
        <TextInput
          size="xs"
          label={w('whole.name')}
          placeholder={w('whole.name.hint')}
          maxLength={80}
          dir="auto"
          error={mistakesIn(errors, 'name')[0]?.detail}
          value={draft.name}
          onChange={(event) => {
            set({ ...draft, name: event.currentTarget.value });
          }}
        />
        <p className={room.dim}>{w('whole.gives_up')}</p>
        <AnswerFields
          answer={draft.handOver}
          place="hand_over"
          errors={errors}
          set={(handOver) => {
            set({ ...draft, handOver });
          }}
        />
        <Assign
          value={draft.assign}
          error={mistakesIn(errors, 'assign')[0]?.detail}
          set={(assign) => {
            set({ ...draft, assign });
          }}
        />
        <Unused {...props} />
      </div>
    </details>
  );
}

/** Meanings that no responder answers: kept, for they tell others apart. */
function Unused({ draft, set, errors }: Parameters<typeof Whole>[0]): ReactNode {
  const w = useWords();
  const used = new Set(draft.responders.map(({ intent }) => intent));
  const unused = draft.intents.filter(({ id }) => !used.has(id));
  if (unused.length === 0) return null;
  return (
    <>
      <p className={room.dim}>{w('unused')}</p>
      {unused.map((meant) => (
        <Examples
          key={meant.id}
          meant={meant}
          errors={errors}
          set={(changed) => {
            const intents = draft.intents.map((one) => (one.id === meant.id ? changed : one));
            set({ ...draft, intents });
          }}
          onRemove={() => {
            set({ ...draft, intents: draft.intents.filter(({ id }) => id !== meant.id) });
          }}
        />
      ))}
    </>
  );
}

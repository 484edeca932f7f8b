import { MultiSelect, Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { channels } from '../api/calls.ts';
import type { Misplaced } from '../api/problem.ts';
import conditions from '../conditions/conditions.module.css';
import room from '../conditions/room.module.css';
import { useResource } from '../state/resource.ts';
import { WhomSelect } from '../teams/whom-select.tsx';
import { AnswerFields } from './answer.tsx';
import classes from './bots.module.css';
import { type IntentDraft, mistakesIn, type ResponderDraft } from './draft.ts';
import { TriggerFields } from './trigger.tsx';
import { useWords } from './words.ts';

interface Props {
  one: ResponderDraft;
  set: (one: ResponderDraft) => void;
  /** Where it stands in the JSON. */
  place: string;
  errors: readonly Misplaced[];
}

/** All that one responder is: when it answers, where, what, and what follows. */
export function ResponderFields(
  props: Props & {
    intents: readonly IntentDraft[];
    setIntents: (intents: IntentDraft[], one?: ResponderDraft) => void;
  },
): ReactNode {
  const { one, set, place, errors } = props;
  const w = useWords();
  return (
    <div className={classes.fields}>
      <TextInput
        size="xs"
        label={w('name')}
        placeholder={w('name.hint')}
        maxLength={80}
        dir="auto"
        translate="no"
        error={errors.find(({ field }) => field === `${place}.name`)?.detail}
        value={one.name}
        onChange={(event) => {
          set({ ...one, name: event.currentTarget.value });
        }}
      />
      <TriggerFields {...props} />
      <Circumstances one={one} set={set} place={place} errors={errors} />
      {one.way === 'articles' && <p className={room.dim}>{w('articles.text')}</p>}
      <AnswerFields
        answer={one.answer}
        set={(answer) => {
          set({ ...one, answer });
        }}
        place={`${place}.answer`}
        errors={errors}
      />
      {one.way !== 'articles' && <Then {...props} />}
    </div>
  );
}

/** Whether it also calls for a colleague. */
function Then({ one, set, place, errors }: Props): ReactNode {
  const w = useWords();
  return (
    <div className={conditions.fields}>
      <Select
        size="xs"
        className={conditions.wide}
        label={w('then')}
        data={(['continue', 'hand_over'] as const).map((each) => ({
          value: each,
          label: w(`then.${each}`),
        }))}
        value={one.calls ? 'hand_over' : 'continue'}
        onChange={(then) => {
          set({ ...one, calls: then === 'hand_over' });
        }}
      />
      {one.calls && (
        <Assign
          value={one.assign}
          error={mistakesIn(errors, `${place}.assign`)[0]?.detail}
          set={(assign) => {
            set({ ...one, assign });
          }}
        />
      )}
    </div>
  );
}

function Circumstances({ one, set, place, errors }: Props): ReactNode {
  const w = useWords();
  const { data } = useResource('channels', channels.list);
  const known = (data?.items ?? []).filter(({ state }) => state !== 'archive');
  return (
    <div className={conditions.fields}>
      <Select
        size="xs"
        label={w('hours')}
        data={(['always', 'open', 'closed'] as const).map((each) => ({
          value: each,
          label: w(`hours.${each}`),
        }))}
        value={one.hours}
        onChange={(hours) => {
          if (hours) set({ ...one, hours });
        }}
      />
      <MultiSelect
        size="xs"
        className={conditions.wide}
        label={w('channels')}
        placeholder={one.channels.length === 0 ? w('channel.any') : undefined}
        translate="no"
        renderOption={({ option }) => <span translate="no">{option.label}</span>}
        data={known.map(({ id, name }) => ({ value: id, label: name }))}
        error={mistakesIn(errors, `${place}.channels`)[0]?.detail}
        value={one.channels}
        onChange={(chosen) => {
          set({ ...one, channels: chosen });
        }}
      />
    </div>
  );
}

/** For whom a hand-over is; nobody in particular is everybody. */
export function Assign(props: {
  value: string;
  error: string | undefined;
  set: (whom: string) => void;
}): ReactNode {
  const w = useWords();
  return <WhomSelect {...props} label={w('assign')} anybody={w('assign.anybody')} />;
}

import { Button, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Misplaced } from '../api/problem.ts';
import { GroupFields } from '../conditions/builder.tsx';
import conditions from '../conditions/conditions.module.css';
import classes from './bots.module.css';
import { blankIntent, type IntentDraft, mistakesIn, type ResponderDraft, WAYS } from './draft.ts';
import { useWords } from './words.ts';

const NEW = 'new';

interface Part {
  one: ResponderDraft;
  set: (one: ResponderDraft) => void;
  intents: readonly IntentDraft[];
  setIntents: (intents: IntentDraft[], one?: ResponderDraft) => void;
  place: string;
  errors: readonly Misplaced[];
}

/** When it answers: by what is written, by what is meant, by a button, first, or last of all. */
export function TriggerFields(props: Part): ReactNode {
  const { one, set, errors, place } = props;
  const w = useWords();
  const { way } = one;
  const wrong = way === 'intent' ? [] : errors.filter(({ field }) => field === `${place}.${way}`);
  return (
    <div className={classes.part}>
      <Select
        size="xs"
        label={w('when')}
        data={WAYS.map((each) => ({ value: each, label: w(`way.${each}`) }))}
        value={way}
        error={wrong[0]?.detail}
        onChange={(chosen) => {
          if (chosen) set({ ...one, way: chosen });
        }}
      />
      {way === 'on' && (
        <GroupFields
          node={one.root}
          path={`${place}.on.`}
          set={(root) => {
            set({ ...one, root });
          }}
          depth={0}
          about="person"
        />
      )}
      {way === 'intent' && <IntentFields {...props} />}
      {(way === 'press' || way === 'on' || way === 'intent') && <Press {...props} />}
    </div>
  );
}

function Press({ one, set, errors, place }: Part): ReactNode {
  const w = useWords();
  return (
    <TagsInput
      size="xs"
      label={w(one.way === 'press' ? 'press' : 'press.too')}
      placeholder={one.press.length === 0 ? w('press.hint') : undefined}
      maxTags={50}
      translate="no"
      error={mistakesIn(errors, `${place}.press`)[0]?.detail}
      value={one.press}
      onChange={(press) => {
        set({ ...one, press });
      }}
    />
  );
}

/** What is meant, by sentences as people really write them. */
function IntentFields(props: Part): ReactNode {
  const { one, set, intents, setIntents, place, errors } = props;
  const w = useWords();
  const meant = intents.find(({ id }) => id === one.intent);
  const choose = (value: string | null): void => {
    if (value !== NEW) {
      set({ ...one, intent: Number(value) });
      return;
    }
    const made = blankIntent(one.name.trim());
    setIntents([...intents, made], { ...one, intent: made.id });
  };
  return (
    <>
      <Select
        size="xs"
        label={w('intent')}
        placeholder={w('intent.choose')}
        translate="no"
        data={[
          ...intents.map(({ id, name }) => ({ value: String(id), label: name || w('unnamed') })),
          { value: NEW, label: w('intent.new') },
        ]}
        error={errors.find(({ field }) => field === `${place}.intent`)?.detail}
        value={meant ? String(meant.id) : null}
        onChange={choose}
      />
      {meant && (
        <Examples
          meant={meant}
          errors={errors}
          set={(changed) => {
            setIntents(intents.map((each) => (each.id === meant.id ? changed : each)));
          }}
        />
      )}
    </>
  );
}

export function Examples(props: {
  meant: IntentDraft;
  errors: readonly Misplaced[];
  set: (meant: IntentDraft) => void;
  onRemove?: () => void;
}): ReactNode {
  const { meant, errors, set } = props;
  const w = useWords();
  const wrong = mistakesIn(errors, `intents.${meant.name}`)[0];
  const line = Number(wrong?.field.split('.').at(-1));
  return (
    <div className={conditions.leaf}>
      <TextInput
        size="xs"
        label={w('intent.name')}
        maxLength={80}
        dir="auto"
        translate="no"
        value={meant.name}
        onChange={(event) => {
          set({ ...meant, name: event.currentTarget.value });
        }}
      />
      <Textarea
        size="xs"
        autosize
        minRows={4}
        maxRows={12}
        label={w('examples')}
        description={w('examples.text')}
        dir="auto"
        translate="no"
        error={
          wrong && (Number.isInteger(line) ? `${w('line', { n: line + 1 })} ` : '') + wrong.detail
        }
        value={meant.examples}
        onChange={(event) => {
          set({ ...meant, examples: event.currentTarget.value });
        }}
      />
      {props.onRemove && (
        <Button size="compact-xs" variant="subtle" color="gray" onClick={props.onRemove}>
          {w('intent.remove')}
        </Button>
      )}
    </div>
  );
}

import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Misplaced } from '../api/problem.ts';
import { EventSelect } from '../conditions/event-select.tsx';
import { GroupFields, Mistakes } from '../conditions/builder.tsx';
import { useMistakes } from '../shell/refusals/words.ts';
import room from '../conditions/room.module.css';
import { forget, useDraft } from '../state/unsaved.ts';
import { Buttons } from './buttons.tsx';
import { useChecked } from './checked.ts';
import {
  AT_ANY_TIME,
  definitionOf,
  type Draft,
  draftOf,
  isReady,
  mistakesElsewhere,
} from './draft.ts';
import { FillingLine } from './filling.tsx';
import { StateLine } from './life.tsx';
import { Meaning } from './meaning.tsx';
import classes from './rules.module.css';
import { Steps } from './steps.tsx';
import { Trying } from './trying.tsx';
import type { WholeRule } from './types.ts';
import { Versions } from './versions.tsx';
import { useWords } from './words.ts';

/** A rule, kept or not yet: its fields on the left; what it says and would have done on the right,
 *  where it moves nothing that somebody is writing in. */
export function RuleEditor(props: { whole: WholeRule | null; starts: Draft }): ReactNode {
  const { whole } = props;
  const rule = whole?.rule ?? null;
  const kept = rule && JSON.stringify(definitionOf(draftOf(rule.definition)));
  const first = kept ?? JSON.stringify(definitionOf(props.starts));
  const key = `rules/${rule?.id ?? first}`;
  const [draft, setDraft] = useDraft(
    key,
    () => props.starts,
    (now) => JSON.stringify(definitionOf(now)) !== first,
  );
  const definition = definitionOf(draft);
  const ready = isReady(draft);
  const answer = useChecked(definition, ready);
  const mistakes = useMistakes(answer.problem);
  const isDirty = JSON.stringify(definition) !== kept;
  const inForce = whole?.versions.find((one) => one.number === rule?.version) ?? null;
  return (
    <div className={`${room.editor} ${room.sided} ${classes.editor}`}>
      <form
        className={`${room.question} ${room.fields}`}
        onSubmit={(event) => {
          event.preventDefault();
        }}
      >
        {rule && <StateLine rule={rule} />}
        {whole && <FillingLine whole={whole} />}
        <Parts draft={draft} set={setDraft} errors={mistakes} />
      </form>
      <div className={room.says}>
        <Meaning
          answer={answer}
          kept={isDirty ? '' : (rule?.reading ?? '')}
          ready={ready}
          inForce={inForce}
        />
      </div>
      <div className={`${room.question} ${room.actions}`}>
        <Buttons
          rule={rule}
          definition={definition}
          ready={ready && answer.problem === null}
          isDirty={isDirty}
          onKept={() => {
            forget(key);
          }}
          onRevert={() => {
            if (rule) setDraft(draftOf(rule.definition));
          }}
        />
      </div>
      <aside className={room.beside}>
        <Trying id={rule?.id ?? null} definition={definition} ready={ready} />
        {whole && whole.versions.length > 0 && <Versions whole={whole} />}
      </aside>
    </div>
  );
}

/** The fields of a rule, each with what the hub has against it. */
function Parts(props: {
  draft: Draft;
  set: (draft: Draft) => void;
  errors: readonly Misplaced[];
}): ReactNode {
  const { draft, set, errors } = props;
  const w = useWords();
  const at = (field: string): string | undefined =>
    errors.find((one) => one.field === field)?.detail;
  return (
    <>
      <TextInput
        label={w('name')}
        placeholder={w('name.hint')}
        maxLength={80}
        dir="auto"
        translate="no"
        error={at('name')}
        value={draft.name}
        onChange={(event) => {
          set({ ...draft, name: event.currentTarget.value });
        }}
      />
      <When
        value={draft.when}
        error={at('when')}
        set={(when) => {
          set({ ...draft, when });
        }}
      />
      <section className={classes.part} aria-label={w('if')}>
        <h2>{w('if')}</h2>
        {draft.root.parts.length === 0 && <p className={room.dim}>{w('if.none')}</p>}
        <Mistakes value={errors}>
          <GroupFields
            node={draft.root}
            path="if."
            set={(root) => {
              set({ ...draft, root });
            }}
            depth={0}
            about="person"
          />
        </Mistakes>
      </section>
      <Steps
        steps={draft.steps}
        errors={errors}
        set={(steps) => {
          set({ ...draft, steps });
        }}
      />
      {mistakesElsewhere(errors).map((one) => (
        <p key={one.field + one.detail} className={room.wrong} role="alert" translate="no">
          {one.detail}
        </p>
      ))}
    </>
  );
}

/** Which event it waits for, in words. */
function When(props: {
  value: string;
  error: string | undefined;
  set: (when: string) => void;
}): ReactNode {
  const w = useWords();
  return (
    <EventSelect
      label={w('when')}
      error={props.error}
      value={props.value}
      set={props.set}
      besides={{ [AT_ANY_TIME]: w('when.time') }}
    />
  );
}

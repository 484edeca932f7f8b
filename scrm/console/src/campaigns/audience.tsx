import { Button, SegmentedControl, Select } from '@mantine/core';
import { IconMinus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { GroupFields } from '../conditions/builder.tsx';
import room from '../conditions/room.module.css';
import { useTongue } from '../conditions/tongue.ts';
import { segments } from '../segments/calls.ts';
import type { Answer } from '../segments/preview.ts';
import { useCan } from '../session/me.ts';
import { ProblemNote } from '../shell/states.tsx';
import { useResource } from '../state/resource.ts';
import classes from './campaigns.module.css';
import { blankChoice, type Choice, type Draft } from './draft.ts';
import { Places } from './places.tsx';
import { useCounted, useWords } from './words.ts';

/** Who is to get it, and who of them is not; how many that are now. */
export function AudienceFields(props: {
  draft: Draft;
  set: (part: Partial<Draft>) => void;
  answer: Answer;
}): ReactNode {
  const { draft, set, answer } = props;
  const w = useWords();
  return (
    <>
      <ChoiceFields
        field="audience"
        label={w('audience.by')}
        choice={draft.audience}
        set={(audience) => {
          set({ audience });
        }}
      />
      {draft.exclude ? (
        <div className={classes.without}>
          <div className={classes.withoutHead}>
            <h3>{w('exclude')}</h3>
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              leftSection={<IconX size={13} />}
              onClick={() => {
                set({ exclude: null });
              }}
            >
              {w('exclude.drop')}
            </Button>
          </div>
          <ChoiceFields
            field="exclude"
            label={w('exclude.by')}
            choice={draft.exclude}
            set={(exclude) => {
              set({ exclude });
            }}
          />
        </div>
      ) : (
        <Button
          size="compact-sm"
          variant="subtle"
          className={classes.start}
          leftSection={<IconMinus size={14} />}
          onClick={() => {
            set({ exclude: blankChoice() });
          }}
        >
          {w('exclude.add')}
        </Button>
      )}
      <Count answer={answer} />
    </>
  );
}

function Count({ answer }: { answer: Answer }): ReactNode {
  const { preview, problem, busy } = answer;
  const w = useWords();
  const counted = useCounted();
  return (
    <div className={classes.count}>
      <p role="status" aria-busy={busy || undefined}>
        <b>{preview ? counted('people', preview.count) : w(busy ? 'counting' : 'count.blank')}</b>
        {preview && <small>{w('count.hint')}</small>}
      </p>
      {problem?.code === 'too_costly' && <p className={room.wrong}>{w('too_costly')}</p>}
      {problem && problem.code !== 'too_costly' && problem.errors.length === 0 && (
        <ProblemNote problem={problem} />
      )}
    </div>
  );
}

function ChoiceFields(props: {
  field: 'audience' | 'exclude';
  label: string;
  choice: Choice;
  set: (choice: Choice) => void;
}): ReactNode {
  const { field, choice, set } = props;
  const w = useWords();
  const at = Places.useAt();
  const maySegments = useCan('segments.read');
  const wrong = at(field);
  return (
    <>
      {maySegments && (
        <SegmentedControl
          size="xs"
          className={classes.start}
          aria-label={props.label}
          data={[
            { value: 'condition', label: w('by.condition') },
            { value: 'segment', label: w('by.segment') },
          ]}
          value={choice.by}
          onChange={(by) => {
            set({ ...choice, by });
          }}
        />
      )}
      {choice.by === 'segment' ? (
        <SegmentField
          value={choice.segment}
          error={at(`${field}.segment`)}
          set={(segment) => {
            set({ ...choice, segment });
          }}
        />
      ) : (
        <GroupFields
          node={choice.root}
          path={`${field}.`}
          set={(root) => {
            set({ ...choice, root });
          }}
          depth={0}
          about="person"
        />
      )}
      {wrong && (
        <p className={room.wrong} role="alert">
          {wrong}
        </p>
      )}
    </>
  );
}

function SegmentField(props: {
  value: string | null;
  error: string | undefined;
  set: (id: string | null) => void;
}): ReactNode {
  const w = useWords();
  const tongue = useTongue();
  const { data } = useResource(`segments/list/${tongue}`, () => segments.list(tongue));
  return (
    <Select
      size="sm"
      searchable
      aria-label={w('segment')}
      placeholder={w('segment.choose')}
      nothingFoundMessage={w('segment.none')}
      data={(data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
      error={props.error}
      value={props.value}
      onChange={props.set}
    />
  );
}

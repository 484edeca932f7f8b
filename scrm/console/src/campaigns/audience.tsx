import { Button, SegmentedControl, Select } from '@mantine/core';
import { IconMinus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { GroupFields } from '../conditions/builder.tsx';
import room from '../conditions/room.module.css';
import { useTongue } from '../conditions/tongue.ts';
import { useFormat } from '../i18n/context.tsx';
import { segments } from '../segments/calls.ts';
import type { Answer } from '../segments/preview.ts';
import { useCan } from '../session/me.ts';
import { ProblemNote } from '../shell/states.tsx';
import { useResource } from '../state/resource.ts';
import classes from './campaigns.module.css';
import { blankChoice, type Choice, type Draft } from './draft.ts';
import { Places } from './places.tsx';
import type { Meant } from './types.ts';
import { type Word, useCounted, useWords } from './words.ts';

/** Who is to get it, and who of them is not; how many that are now. */
export function AudienceFields(props: {
  draft: Draft;
  set: (part: Partial<Draft>) => void;
  answer: Answer<Meant>;
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
      <Count answer={answer} isDaily={draft.when === 'date'} />
    </>
  );
}

function Count(props: { answer: Answer<Meant>; isDaily: boolean }): ReactNode {
  const { answer, isDaily } = props;
  const { preview, problem, busy } = answer;
  const w = useWords();
  const counted = useCounted();
  return (
    <div className={classes.count}>
      <p role="status" aria-busy={busy || undefined}>
        <b>{preview ? counted('people', preview.count) : w(busy ? 'counting' : 'count.blank')}</b>
        {preview && <small>{w(isDaily ? 'count.hint.date' : 'count.hint')}</small>}
      </p>
      {preview && preview.excluded > 0 && (
        <p className={classes.aside}>{counted('count.excluded', preview.excluded)}</p>
      )}
      {preview && <Shared shared={preview.shared} />}
      {problem?.code === 'too_costly' && <p className={room.wrong}>{w('too_costly')}</p>}
      {problem && problem.code !== 'too_costly' && problem.errors.length === 0 && (
        <ProblemNote problem={problem} />
      )}
    </div>
  );
}

/** What else goes to some of them: planned, under way, or of the last seven days. */
function Shared({ shared }: { shared: Meant['shared'] }): ReactNode {
  const w = useWords();
  const format = useFormat();
  if (shared === null) return <p className={classes.aside}>{w('shared.unknown')}</p>;
  if (shared.length === 0) return null;
  return (
    <div className={classes.aside}>
      <p id="shared-audience">{w('shared')}</p>
      <ul aria-labelledby="shared-audience">
        {shared.map((one) => (
          <li key={one.campaign_id}>
            <Link href={`/campaigns/${one.campaign_id}`} dir="auto" translate="no">
              {w(sharedWord(one), { name: one.name, n: format.number(one.people) })}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

function sharedWord(one: { people: number; on_dates: boolean }): Word {
  if (!one.on_dates) return 'shared.of';
  return one.people === 0 ? 'shared.onDates' : 'shared.onDates.lately';
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
  const ways: Choice['by'][] = ['condition'];
  if (useCan('segments.read')) ways.push('segment');
  if (field === 'audience') ways.push('everybody');
  const wrong = at(field);
  return (
    <>
      {ways.length > 1 && (
        <SegmentedControl
          size="xs"
          className={classes.start}
          aria-label={props.label}
          data={ways.map((value) => ({ value, label: w(`by.${value}`) }))}
          value={choice.by}
          onChange={(by) => {
            set({ ...choice, by });
          }}
        />
      )}
      {choice.by === 'everybody' ? null : choice.by === 'segment' ? (
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

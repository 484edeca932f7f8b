import { ActionIcon, Autocomplete, NumberInput, Select, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Misplaced } from '../api/problem.ts';
import { tags } from '../api/tags.ts';
import { AddMenu } from '../conditions/add-menu.tsx';
import conditions from '../conditions/conditions.module.css';
import { partsOf } from '../conditions/draft.ts';
import { useWords as useConditionWords } from '../conditions/words.ts';
import { useResource } from '../state/resource.ts';
import { WhomSelect } from '../teams/whom-select.tsx';
import { blankStep, mistakesAt, type Setting, type Step, WHILE } from './draft.ts';
import classes from './rules.module.css';
import { useWords } from './words.ts';

const DOES = ['tag', 'untag', 'set', 'assign'] as const;
const SETTINGS: readonly Setting[] = ['text', 'number', 'yes', 'no', 'clear'];
const UNITS = ['h', 'd', 'w'] as const;
const MOST = 20;

/** What is done, in its order. */
export function Steps(props: {
  steps: readonly Step[];
  errors: readonly Misplaced[];
  set: (steps: Step[]) => void;
}): ReactNode {
  const { steps, errors, set } = props;
  const w = useWords();
  return (
    <section className={classes.part} aria-label={w('then')}>
      <h2>{w('then')}</h2>
      {steps.map((step, index) => (
        <StepRow
          key={step.id}
          step={step}
          wrong={mistakesAt(errors, index)}
          set={(changed) => {
            set(steps.map((one) => (one.id === step.id ? changed : one)));
          }}
          onRemove={() => {
            set(steps.filter((one) => one.id !== step.id));
          }}
        />
      ))}
      {steps.length < MOST && (
        <AddMenu
          label={w('then.add')}
          kinds={DOES}
          labelOf={(does) => w(`does.${does}`)}
          className={conditions.add}
          variant="subtle"
          onAdd={(does) => {
            set([...steps, blankStep(does)]);
          }}
        />
      )}
    </section>
  );
}

function StepRow(props: {
  step: Step;
  wrong: readonly Misplaced[];
  set: (step: Step) => void;
  onRemove: () => void;
}): ReactNode {
  const { step, wrong } = props;
  const w = useWords();
  return (
    <div
      className={conditions.leaf}
      role="group"
      aria-label={w(`does.${step.does}`)}
      data-wrong={wrong.length > 0}
    >
      <div className={conditions.leafHead}>
        <b>{w(`does.${step.does}`)}</b>
        <ActionIcon
          size={24}
          aria-label={`${w('remove')}: ${w(`does.${step.does}`)}`}
          onClick={props.onRemove}
        >
          <IconX size={14} />
        </ActionIcon>
      </div>
      <Fields {...props} />
      {wrong.map((one) => (
        <p key={one.field + one.detail} className={conditions.wrong} role="alert" translate="no">
          {one.detail}
        </p>
      ))}
    </div>
  );
}

function Fields(props: { step: Step; set: (step: Step) => void }): ReactNode {
  const { step, set } = props;
  const w = useWords();
  if (step.does === 'set') return <SetFields {...props} />;
  if (step.does !== 'assign') return <TagFields {...props} />;
  return (
    <div className={conditions.fields}>
      <WhomSelect
        label={w('whom')}
        value={step.name}
        set={(name) => {
          set({ ...step, name });
        }}
      />
    </div>
  );
}

function TagFields(props: { step: Step; set: (step: Step) => void }): ReactNode {
  const { step, set } = props;
  const w = useWords();
  const all = useResource('tags', tags.all);
  return (
    <div className={conditions.fields}>
      <Autocomplete
        size="xs"
        className={conditions.wide}
        label={w('tag')}
        placeholder={w('tag.hint')}
        maxLength={80}
        limit={8}
        translate="no"
        data={(all.data?.items ?? []).map((one) => one.name)}
        renderOption={({ option }) => <span translate="no">{option.value}</span>}
        value={step.name}
        onChange={(name) => {
          set({ ...step, name });
        }}
      />
      {step.does === 'tag' && (
        <Lasting
          until={step.until}
          set={(until) => {
            set({ ...step, until });
          }}
        />
      )}
    </div>
  );
}

/** For good, for so long, or for as long as the condition holds. */
function Lasting({ until, set }: { until: string; set: (until: string) => void }): ReactNode {
  const w = useWords();
  const said = useConditionWords();
  const kind = until === '' ? 'ever' : until === WHILE ? WHILE : 'until';
  const [number, unit] = partsOf(kind === 'until' ? until : '30d');
  return (
    <>
      <Select
        size="xs"
        label={w('lasting')}
        data={(['ever', 'until', WHILE] as const).map((one) => ({
          value: one,
          label: w(`lasting.${one}`),
        }))}
        value={kind}
        onChange={(chosen) => {
          if (chosen === WHILE) set(WHILE);
          else set(chosen === 'until' ? `${number}${unit}` : '');
        }}
      />
      {kind === 'until' && (
        <>
          <NumberInput
            size="xs"
            className={conditions.number}
            label={said('number')}
            min={1}
            max={3650}
            allowDecimal={false}
            clampBehavior="strict"
            value={number}
            onChange={(chosen) => {
              if (typeof chosen === 'number' && chosen >= 1) set(`${chosen}${unit}`);
            }}
          />
          <Select
            size="xs"
            className={conditions.unit}
            label={said('unit')}
            data={(unit === 'm' ? ['m' as const, ...UNITS] : UNITS).map((one) => ({
              value: one,
              label: said(`unit.${one}`),
            }))}
            value={unit}
            onChange={(chosen) => {
              if (chosen) set(`${number}${chosen}`);
            }}
          />
        </>
      )}
    </>
  );
}

function SetFields({ step, set }: { step: Step; set: (step: Step) => void }): ReactNode {
  const w = useWords();
  const takesValue = step.setting === 'text' || step.setting === 'number';
  return (
    <div className={conditions.fields}>
      <TextInput
        size="xs"
        label={w('detail')}
        placeholder={w('detail.hint')}
        maxLength={60}
        translate="no"
        value={step.name}
        onChange={(event) => {
          set({ ...step, name: event.currentTarget.value });
        }}
      />
      <Select
        size="xs"
        label={w('setting')}
        data={SETTINGS.map((one) => ({ value: one, label: w(`setting.${one}`) }))}
        value={step.setting}
        onChange={(setting) => {
          if (setting) set({ ...step, setting });
        }}
      />
      {takesValue && (
        <TextInput
          size="xs"
          className={conditions.wide}
          label={w('value')}
          inputMode={step.setting === 'number' ? 'decimal' : undefined}
          maxLength={1000}
          dir="auto"
          translate="no"
          value={step.value}
          onChange={(event) => {
            set({ ...step, value: event.currentTarget.value });
          }}
        />
      )}
    </div>
  );
}

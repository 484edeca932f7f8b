/** The fields of questions about what happened: how often, how much, and when last. */
import { NumberInput, Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './conditions.module.css';
import { EventSelect } from './event-select.tsx';
import type { CountLeaf, LastLeaf, SumLeaf } from './types.ts';
import { WindowFields } from './window.tsx';
import { useWords } from './words.ts';

export interface Of<T> {
  value: T;
  set: (value: T) => void;
}

function Event(props: { value: string; set: (event: string) => void }): ReactNode {
  const w = useWords();
  return <EventSelect size="xs" className={classes.wide} label={w('event')} {...props} />;
}

/** Ever, or within so long. */
function Within(props: {
  value: string | undefined;
  set: (within: { within?: string }) => void;
}): ReactNode {
  const { value } = props;
  return (
    <WindowFields
      choices={['ever', 'within']}
      value={value === undefined ? null : ['within', value]}
      set={(window) => {
        props.set(window ? { within: window[1] } : {});
      }}
    />
  );
}

const BOUNDS = ['at_least', 'at_most', 'exactly'] as const;

export function CountFields({ value, set }: Of<CountLeaf>): ReactNode {
  const w = useWords();
  const bound = BOUNDS.find((one) => value[one] !== undefined) ?? 'at_least';
  const { event, within } = value;
  const rest = { event, ...(within !== undefined && { within }) };
  return (
    <div className={classes.fields}>
      <Event
        value={event}
        set={(chosen) => {
          set({ ...value, event: chosen });
        }}
      />
      <Select
        size="xs"
        label={w('bound')}
        data={BOUNDS.map((one) => ({ value: one, label: w(one) }))}
        value={bound}
        onChange={(chosen) => {
          set({ ...rest, [chosen ?? bound]: value[bound] ?? 1 });
        }}
      />
      <NumberInput
        size="xs"
        className={classes.number}
        label={w('times')}
        min={0}
        max={1_000_000}
        allowDecimal={false}
        clampBehavior="strict"
        value={value[bound] ?? 1}
        onChange={(number) => {
          if (typeof number === 'number') set({ ...rest, [bound]: number });
        }}
      />
      <Within
        value={within}
        set={(window) => {
          set({ event, [bound]: value[bound], ...window });
        }}
      />
    </div>
  );
}

const SUM_BOUNDS = ['at_least', 'at_most'] as const;

export function SumFields({ value, set }: Of<SumLeaf>): ReactNode {
  const w = useWords();
  const bound = value.at_most === undefined ? 'at_least' : 'at_most';
  const { event, of, within } = value;
  const rest = { event, of, ...(within !== undefined && { within }) };
  const number = value[bound] ?? 0;
  return (
    <div className={classes.fields}>
      <Event
        value={event}
        set={(chosen) => {
          set({ ...value, event: chosen });
        }}
      />
      <TextInput
        size="xs"
        label={w('sum.of')}
        maxLength={200}
        translate="no"
        value={of}
        onChange={(change) => {
          set({ ...value, of: change.currentTarget.value });
        }}
      />
      <Select
        size="xs"
        label={w('compare')}
        data={SUM_BOUNDS.map((one) => ({ value: one, label: w(one) }))}
        value={bound}
        onChange={(chosen) => {
          set({ ...rest, [chosen ?? bound]: number });
        }}
      />
      <NumberInput
        size="xs"
        label={w('sum.number')}
        min={0}
        max={Number.MAX_SAFE_INTEGER}
        allowDecimal={false}
        clampBehavior="strict"
        thousandSeparator=","
        value={number}
        onChange={(chosen) => {
          if (typeof chosen === 'number') set({ ...rest, [bound]: chosen });
        }}
      />
      <Within
        value={within}
        set={(window) => {
          set({ event, of, [bound]: number, ...window });
        }}
      />
      {event === 'order.paid' && <p className={classes.hint}>{w('sum.hint')}</p>}
    </div>
  );
}

export function LastFields({ value, set }: Of<LastLeaf>): ReactNode {
  const side = value.before === undefined ? 'within' : 'before';
  return (
    <div className={classes.fields}>
      <Event
        value={value.event}
        set={(event) => {
          set({ ...value, event });
        }}
      />
      <WindowFields
        choices={['before', 'within']}
        value={[side, value[side] ?? '30d']}
        set={(window) => {
          if (window) set({ event: value.event, [window[0]]: window[1] });
        }}
      />
    </div>
  );
}

import { NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { ChannelFields } from './channel.tsx';
import type { LeafNode } from './draft.ts';
import { ValueFields } from './value.tsx';
import classes from './conditions.module.css';
import type { ConversationLeaf, CountLeaf, LastLeaf, LeafOf, TextLeaf } from './types.ts';
import { WindowFields } from './window.tsx';
import { wordPill } from './word-pill.tsx';
import { EVENTS, isWord, useWords } from './words.ts';

interface Of<T> {
  value: T;
  set: (value: T) => void;
}

const SPLIT = [',', '，', '、', ';', '；'];

/** The fields of one question, by its kind. */
export function LeafFields(props: { node: LeafNode; set: (node: LeafNode) => void }): ReactNode {
  const { node } = props;
  const set = (value: LeafOf[keyof LeafOf]): void => {
    props.set({ ...node, value });
  };
  switch (node.kind) {
    case 'text':
      return <TextFields value={node.value as TextLeaf} set={set} />;
    case 'count':
      return <CountFields value={node.value as CountLeaf} set={set} />;
    case 'last':
      return <LastFields value={node.value as LastLeaf} set={set} />;
    case 'tag':
      return <TagFields value={node.value as LeafOf['tag']} set={set} />;
    case 'channel':
      return <ChannelFields value={node.value as LeafOf['channel']} set={set} />;
    case 'conversation':
      return <ConversationFields value={node.value as ConversationLeaf} set={set} />;
    default:
      return (
        <ValueFields
          value={node.value as LeafOf['data']}
          set={set}
          own={node.kind === 'attribute'}
        />
      );
  }
}

const HOWS = ['contains_any', 'contains_all', 'matches'] as const;

function TextFields({ value, set }: Of<TextLeaf>): ReactNode {
  const w = useWords();
  const how = HOWS.find((one) => value[one] !== undefined) ?? 'contains_any';
  const within = value.within === undefined ? {} : { within: value.within };
  const words = how === 'matches' ? [] : (value[how] ?? []);
  return (
    <div className={classes.fields}>
      <Select
        size="xs"
        label={w('text.how')}
        data={HOWS.map((one) => ({ value: one, label: w(`text.${one}`) }))}
        value={how}
        onChange={(chosen) => {
          if (chosen === 'matches') set({ matches: words[0] ?? '', ...within });
          else set({ [chosen ?? how]: value.matches ? [value.matches] : words, ...within });
        }}
      />
      {how === 'matches' ? (
        <TextInput
          size="xs"
          className={classes.wide}
          label={w('text.pattern')}
          placeholder={w('text.pattern.hint')}
          maxLength={500}
          dir="auto"
          translate="no"
          value={value.matches}
          onChange={(event) => {
            set({ matches: event.currentTarget.value, ...within });
          }}
        />
      ) : (
        <TagsInput
          renderPill={wordPill}
          size="xs"
          className={classes.wide}
          label={w('text.words')}
          placeholder={words.length === 0 ? w('text.words.hint') : ''}
          splitChars={SPLIT}
          maxTags={5000}
          translate="no"
          value={words}
          onChange={(chosen) => {
            set({ [how]: chosen, ...within });
          }}
        />
      )}
      <WindowFields
        choices={['ever', 'within']}
        value={value.within === undefined ? null : ['within', value.within]}
        set={(window) => {
          set({ [how]: value[how], ...(window && { within: window[1] }) });
        }}
      />
    </div>
  );
}

function EventField(props: { value: string; set: (event: string) => void }): ReactNode {
  const w = useWords();
  const known: readonly string[] = EVENTS;
  const all = known.includes(props.value) ? known : [...known, props.value];
  return (
    <Select
      size="xs"
      className={classes.wide}
      label={w('event')}
      searchable
      data={all.map((kind) => ({ value: kind, label: isWord(kind) ? w(kind) : kind }))}
      value={props.value}
      onChange={(event) => {
        if (event) props.set(event);
      }}
    />
  );
}

const BOUNDS = ['at_least', 'at_most', 'exactly'] as const;

function CountFields({ value, set }: Of<CountLeaf>): ReactNode {
  const w = useWords();
  const bound = BOUNDS.find((one) => value[one] !== undefined) ?? 'at_least';
  const { event, within } = value;
  const rest = { event, ...(within !== undefined && { within }) };
  return (
    <div className={classes.fields}>
      <EventField
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
      <WindowFields
        choices={['ever', 'within']}
        value={within === undefined ? null : ['within', within]}
        set={(window) => {
          set({ event, [bound]: value[bound], ...(window && { within: window[1] }) });
        }}
      />
    </div>
  );
}

function LastFields({ value, set }: Of<LastLeaf>): ReactNode {
  const side = value.before === undefined ? 'within' : 'before';
  return (
    <div className={classes.fields}>
      <EventField
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

function TagFields({ value, set }: Of<LeafOf['tag']>): ReactNode {
  const w = useWords();
  return (
    <div className={classes.fields}>
      <Select
        size="xs"
        label={w('compare')}
        data={(['has', 'has_not'] as const).map((op) => ({ value: op, label: w(`tag.${op}`) }))}
        value={value.op}
        onChange={(op) => {
          set({ ...value, op: op ?? 'has' });
        }}
      />
      <TextInput
        size="xs"
        className={classes.wide}
        label={w('tag')}
        maxLength={200}
        dir="auto"
        translate="no"
        value={value.name}
        onChange={(event) => {
          set({ ...value, name: event.currentTarget.value });
        }}
      />
    </div>
  );
}

const STATES = ['', 'open', 'snoozed', 'resolved'] as const;

function ConversationFields({ value, set }: Of<ConversationLeaf>): ReactNode {
  const w = useWords();
  const change = (part: ConversationLeaf): void => {
    const whole = Object.entries({ ...value, ...part }).filter(([, one]) => one !== undefined);
    set(Object.fromEntries(whole));
  };
  const flag = (name: 'waiting' | 'assigned'): ReactNode => (
    <Select
      size="xs"
      label={w(name)}
      data={[
        { value: '', label: w('either') },
        { value: 'true', label: w('yes') },
        { value: 'false', label: w('no') },
      ]}
      value={value[name] === undefined ? '' : String(value[name])}
      onChange={(chosen) => {
        change({ [name]: chosen ? chosen === 'true' : undefined });
      }}
    />
  );
  return (
    <div className={classes.fields}>
      <Select
        size="xs"
        label={w('state')}
        data={STATES.map((state) => ({ value: state, label: w(`state.${state}`) }))}
        value={value.state ?? ''}
        onChange={(state) => {
          change({ state: state || undefined });
        }}
      />
      {flag('waiting')}
      {flag('assigned')}
    </div>
  );
}

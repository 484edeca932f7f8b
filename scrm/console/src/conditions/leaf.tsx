import { Select, TagsInput, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { ChannelFields } from './channel.tsx';
import type { LeafNode } from './draft.ts';
import { CountFields, LastFields, type Of, SumFields } from './of-events.tsx';
import { ValueFields } from './value.tsx';
import classes from './conditions.module.css';
import type { ConversationLeaf, CountLeaf, LastLeaf, LeafOf, SumLeaf, TextLeaf } from './types.ts';
import { WindowFields } from './window.tsx';
import { wordPill } from './word-pill.tsx';
import { useWords } from './words.ts';

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
    case 'sum':
      return <SumFields value={node.value as SumLeaf} set={set} />;
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

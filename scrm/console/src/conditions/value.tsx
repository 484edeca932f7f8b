import { Autocomplete, NumberInput, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { COMPARISONS, compareBy, comparisonOf } from './comparing.ts';
import classes from './conditions.module.css';
import type { Scalar, ValueLeaf } from './types.ts';
import { wordPill } from './word-pill.tsx';
import { useWords } from './words.ts';

const OWN = ['name', 'locale', 'zone', 'stage', 'first_seen', 'last_seen'] as const;

interface Part {
  value: ValueLeaf;
  set: (value: ValueLeaf) => void;
}

/** A detail of a person or of an event, compared with something. */
export function ValueFields(props: Part & { own: boolean }): ReactNode {
  const { value, set } = props;
  const w = useWords();
  const comparison = comparisonOf(value);
  if (!comparison) return <AsJson {...props} />;
  const labels = new Map<string, string>(OWN.map((name) => [w(`own.${name}`), name]));
  const shown = OWN.find((name) => props.own && name === value.name);
  return (
    <div className={classes.fields}>
      <Autocomplete
        size="xs"
        label={w('detail')}
        placeholder={props.own ? w('detail.hint') : 'url'}
        data={props.own ? [...labels.keys()] : ['url', 'title', 'score', 'reason']}
        maxLength={60}
        value={shown ? w(`own.${shown}`) : value.name}
        onChange={(name) => {
          set({ ...value, name: (props.own && labels.get(name)) || name });
        }}
      />
      <Select
        size="xs"
        label={w('compare')}
        data={COMPARISONS.map((one) => ({ value: one.name, label: w(one.name) }))}
        value={comparison.name}
        onChange={(name) => {
          if (name) set(compareBy(value, name));
        }}
      />
      <OperandField {...props} takes={comparison.takes} />
    </div>
  );
}

function OperandField({
  value,
  set,
  takes,
}: Part & { takes: (typeof COMPARISONS)[number]['takes'] }): ReactNode {
  const w = useWords();
  const put = (operand: Scalar | Scalar[]): void => {
    set({ ...value, value: operand });
  };
  switch (takes) {
    case 'none':
      return null;
    case 'number':
      return <Num label={w('value')} value={value.value as number} set={put} />;
    case 'numbers': {
      const [low = 0, high = 0] = value.value as number[];
      return (
        <>
          <Num
            label={w('low')}
            value={low}
            set={(number) => {
              put([number, high]);
            }}
          />
          <Num
            label={w('high')}
            value={high}
            set={(number) => {
              put([low, number]);
            }}
          />
        </>
      );
    }
    case 'texts':
      return (
        <TagsInput
          renderPill={wordPill}
          size="xs"
          className={classes.wide}
          label={w('value')}
          placeholder={(value.value as string[]).length === 0 ? w('values.hint') : ''}
          maxTags={1000}
          translate="no"
          value={value.value as string[]}
          onChange={put}
        />
      );
    default:
      return (
        <TextInput
          size="xs"
          className={classes.wide}
          type={takes === 'date' ? 'date' : 'text'}
          label={w('value')}
          maxLength={2000}
          dir="auto"
          translate="no"
          value={value.value as string}
          onChange={(event) => {
            put(event.currentTarget.value);
          }}
        />
      );
  }
}

function Num(props: { label: string; value: number; set: (value: number) => void }): ReactNode {
  return (
    <NumberInput
      size="xs"
      className={classes.number}
      label={props.label}
      value={props.value}
      onChange={(number) => {
        if (typeof number === 'number') props.set(number);
      }}
    />
  );
}

/** What the lists above have no words for stays as it was written. */
function AsJson({ value, set }: Part): ReactNode {
  const w = useWords();
  const [text, setText] = useState(() => JSON.stringify(value));
  const [wrong, setWrong] = useState(false);
  return (
    <Textarea
      size="xs"
      label={w('json')}
      autosize={false}
      rows={2}
      dir="ltr"
      translate="no"
      error={wrong && w('json.wrong')}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        const read = parsed(event.currentTarget.value);
        setWrong(read === null);
        if (read) set(read);
      }}
    />
  );
}

function parsed(text: string): ValueLeaf | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as ValueLeaf) : null;
  } catch {
    return null;
  }
}

import { Select, type SelectProps } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { EVENTS, isOwnKind, isWord, useWords } from './words.ts';

/** Chooses a kind of event. One of the organisation's own is typed: nobody has a list of them. */
export function EventSelect(
  props: Pick<SelectProps, 'size' | 'className' | 'label' | 'error' | 'disabled'> & {
    value: string;
    set: (event: string) => void;
    /** What may be chosen besides, by its word. */
    besides?: Record<string, string>;
  },
): ReactNode {
  const { value, set, besides = {}, ...look } = props;
  const w = useWords();
  const [typed, setTyped] = useState('');
  const own = [value, typed.trim()].filter(isOwnKind);
  const all = new Set<string>([...EVENTS, ...Object.keys(besides), value, ...own]);
  const labelOf = (kind: string): string => besides[kind] ?? (isWord(kind) ? w(kind) : kind);
  return (
    <Select
      {...look}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      nothingFoundMessage={w('event.own')}
      data={[...all].map((kind) => ({ value: kind, label: labelOf(kind) }))}
      value={value}
      onChange={(event) => {
        if (event) set(event);
      }}
    />
  );
}

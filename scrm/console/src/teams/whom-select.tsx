import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { users } from '../api/calls.ts';
import conditions from '../conditions/conditions.module.css';
import { useCan } from '../session/me.ts';
import { useResource } from '../state/resource.ts';
import { teams } from './calls.ts';
import { teamIn, textOf } from './whom.ts';
import { useWords } from './words.ts';

/** A team or a colleague, as `textOf` writes them. */
export function WhomSelect(props: {
  label: string;
  /** What stands for nobody in particular, where that may be chosen. */
  anybody?: string;
  value: string;
  error?: string | undefined;
  set: (whom: string) => void;
}): ReactNode {
  const w = useWords();
  const maySee = useCan('users.manage');
  const colleagues = useResource(maySee ? 'users' : null, () => users.list());
  const all = useResource('teams', teams.list);
  const groups = (all.data?.items ?? []).map(({ name }) => ({
    value: textOf({ team: name }),
    label: name,
  }));
  const known = (colleagues.data?.items ?? []).filter(({ disabled }) => !disabled);
  const people = known.map(({ email, name }) => ({ value: email, label: name || email }));
  const isListed =
    props.value === '' || [...groups, ...people].some(({ value }) => value === props.value);
  const gone = isListed ? [] : [{ value: props.value, label: teamIn(props.value) ?? props.value }];
  return (
    <Select
      size="xs"
      className={conditions.wide}
      label={props.label}
      placeholder={w('choose')}
      renderOption={({ option }) => (
        <span translate={option.value === '' ? undefined : 'no'}>{option.label}</span>
      )}
      error={props.error}
      searchable={groups.length + people.length > 8}
      data={[
        ...(props.anybody === undefined ? [] : [{ value: '', label: props.anybody }]),
        ...gone,
        ...(groups.length > 0 ? [{ group: w('teams'), items: groups }] : []),
        ...(people.length > 0 ? [{ group: w('people'), items: people }] : []),
      ]}
      value={props.anybody === undefined && props.value === '' ? null : props.value}
      onChange={(whom) => {
        props.set(whom ?? '');
      }}
    />
  );
}

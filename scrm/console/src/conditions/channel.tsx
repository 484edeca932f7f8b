import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { channels } from '../api/calls.ts';
import { useTFor } from '../i18n/context.tsx';
import { useResource } from '../state/resource.ts';
import classes from './conditions.module.css';
import type { LeafOf } from './types.ts';
import { useWords } from './words.ts';

/** Any account of a platform, or one of them. */
export function ChannelFields(props: {
  value: LeafOf['channel'];
  set: (value: LeafOf['channel']) => void;
}): ReactNode {
  const { value, set } = props;
  const w = useWords();
  const nameOf = useTFor();
  const { data } = useResource('channels', channels.list);
  const live = data?.items ?? [];
  const platforms = new Set([...live.map((one) => one.platform)]);
  if (value.platform !== undefined) platforms.add(value.platform);
  const choices = [
    ...[...platforms].map((name) => ({
      value: `platform:${name}`,
      label: w('channel.any', { name: nameOf(`platform.${name}`, capitalised(name)) }),
    })),
    ...live.map((one) => ({ value: `id:${one.id}`, label: one.name })),
  ];
  const chosen =
    value.id !== undefined ? `id:${value.id}` : value.platform && `platform:${value.platform}`;
  return (
    <div className={classes.fields}>
      <Select
        size="xs"
        className={classes.wide}
        label={w('channel')}
        placeholder={w('channel.choose')}
        data={isGone(chosen, choices)}
        value={chosen ?? null}
        onChange={(picked) => {
          const [key = 'platform', name = ''] = picked?.split(':') ?? [];
          if (picked) set({ [key]: name });
        }}
      />
    </div>
  );
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The choices, and what was chosen before it went. */
function isGone<T extends { value: string; label: string }>(
  chosen: string | undefined,
  choices: T[],
): { value: string; label: string }[] {
  if (!chosen || choices.some((one) => one.value === chosen)) return choices;
  return [...choices, { value: chosen, label: `#${chosen.split(':')[1] ?? ''}` }];
}

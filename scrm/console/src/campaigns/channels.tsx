import { ActionIcon, Select } from '@mantine/core';
import { IconArrowUp, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { channels } from '../api/calls.ts';
import room from '../conditions/room.module.css';
import { PlatformMark } from '../shell/platform-mark.tsx';
import { useResource } from '../state/resource.ts';
import classes from './campaigns.module.css';
import type { Draft } from './draft.ts';
import { Places } from './places.tsx';
import { useWords } from './words.ts';

/** In the order in which they are tried: the first that reaches somebody is used. */
export function ChannelFields(props: {
  chosen: string[];
  set: (part: Partial<Draft>) => void;
}): ReactNode {
  const { chosen } = props;
  const w = useWords();
  const at = Places.useAt();
  const { data } = useResource('channels', channels.list);
  const known = (data?.items ?? []).filter((one) => one.state !== 'archive');
  const set = (ids: string[]): void => {
    props.set({ channels: ids });
  };
  const rest = known.filter((one) => !chosen.includes(one.id));
  return (
    <>
      {chosen.length > 1 && <p className={room.dim}>{w('channels.order')}</p>}
      {chosen.length > 0 && (
        <ol className={classes.channels}>
          {chosen.map((id, index) => {
            const channel = known.find((one) => one.id === id);
            const name = channel?.name ?? `#${id}`;
            const wrong = at(`channels.${index}`);
            return (
              <li key={id}>
                {channel && <PlatformMark platform={channel.platform} size={15} />}
                <span dir="auto" translate="no">
                  {name}
                </span>
                {index > 0 && (
                  <ActionIcon
                    size={26}
                    aria-label={w('channels.up', { name })}
                    onClick={() => {
                      set(chosen.with(index, chosen[index - 1] ?? id).with(index - 1, id));
                    }}
                  >
                    <IconArrowUp size={15} />
                  </ActionIcon>
                )}
                <ActionIcon
                  size={26}
                  aria-label={w('channels.drop', { name })}
                  onClick={() => {
                    set(chosen.filter((one) => one !== id));
                  }}
                >
                  <IconX size={15} />
                </ActionIcon>
                {wrong && (
                  <p className={room.wrong} role="alert">
                    {wrong}
                  </p>
                )}
              </li>
            );
          })}
        </ol>
      )}
      {(rest.length > 0 || chosen.length === 0) && (
        <Select
          size="sm"
          aria-label={w(chosen.length > 0 ? 'channels.more' : 'channels.choose')}
          placeholder={w(chosen.length > 0 ? 'channels.more' : 'channels.choose')}
          data={rest.map((one) => ({ value: one.id, label: one.name }))}
          error={at('channels')}
          value={null}
          onChange={(id) => {
            if (id) set([...chosen, id]);
          }}
        />
      )}
    </>
  );
}

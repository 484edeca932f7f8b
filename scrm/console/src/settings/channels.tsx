import { Button } from '@mantine/core';
import { IconPlugConnected, IconPlus } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { channels } from '../api/calls.ts';
import type { Channel } from '../api/types.ts';
import { useT } from '../i18n/context.tsx';
import { useCan } from '../session/me.ts';
import { Empty, Loading, ProblemNote } from '../shell/states.tsx';
import { useResource } from '../state/resource.ts';
import { ArchiveRow } from './archive-row.tsx';
import { AddChannel } from './channel-add.tsx';
import { ChannelRow } from './channel-row.tsx';
import { Section } from './section.tsx';
import classes from './settings.module.css';
import { useWords } from './words.ts';

export default function Channels(): ReactNode {
  const t = useT();
  const w = useWords();
  const search = useSearch();
  const [, navigate] = useLocation();
  const may = useCan('channels.manage');
  const { data, problem, reload } = useResource('channels', channels.list);
  const [opened, setOpened] = useState<string | null>(null);
  const adding = may && new URLSearchParams(search).get('add') === 'true';
  const setAdding = (open: boolean): void => {
    navigate(`/settings/channels${open ? '?add=true' : ''}`);
  };
  const add = (
    <Button
      leftSection={<IconPlus size={16} />}
      onClick={() => {
        setAdding(true);
      }}
    >
      {t('channel.add')}
    </Button>
  );
  const archives = data?.items.filter((channel) => channel.state === 'archive') ?? [];
  const live = data?.items.filter((channel) => channel.state !== 'archive');
  const toggle = (id: string): void => {
    setOpened(opened === id ? null : id);
  };
  if (adding) {
    return (
      <AddChannel
        onDone={(made: Channel | null) => {
          if (made) setOpened(made.id);
          setAdding(false);
        }}
      />
    );
  }
  return (
    <Section
      title={t('settings.channels')}
      text={w('channels.text')}
      action={may && live?.length !== 0 ? add : null}
    >
      {problem && <ProblemNote problem={problem} onRetry={reload} />}
      {!data && !problem && <Loading rows={3} height={48} />}
      {live?.length === 0 && (
        <Empty
          icon={<IconPlugConnected size={30} stroke={1.4} />}
          title={t('channels.empty')}
          text={w('channels.empty.text')}
        >
          {may && add}
        </Empty>
      )}
      <ul className={classes.rows}>
        {live?.map((channel) => (
          <li key={channel.id}>
            <ChannelRow
              channel={channel}
              opened={opened === channel.id}
              onToggle={() => {
                toggle(channel.id);
              }}
            />
          </li>
        ))}
      </ul>
      {archives.length > 0 && (
        <>
          <h3>{t('archives.title')}</h3>
          <p className={classes.dim}>{w('archives.text')}</p>
          <ul className={classes.rows}>
            {archives.map((channel) => (
              <li key={channel.id}>
                <ArchiveRow
                  channel={channel}
                  opened={opened === channel.id}
                  onToggle={() => {
                    toggle(channel.id);
                  }}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

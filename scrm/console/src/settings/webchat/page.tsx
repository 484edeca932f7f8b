import { Button, NativeSelect } from '@mantine/core';
import { IconMessageCircle, IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useLocation, useSearch } from 'wouter';
import { channels } from '../../api/calls.ts';
import { Empty, Loading, ProblemNote } from '../../shell/states.tsx';
import { useResource } from '../../state/resource.ts';
import { Section } from '../section.tsx';
import { CreateChat } from './create.tsx';
import { ChatEditor } from './editor.tsx';
import { useWords } from './words.ts';
import classes from './webchat.module.css';

const HERE = '/settings/web-chat';

/** Everything of a site's chat: one channel at a time, the first where none is named. */
export default function WebChat(): ReactNode {
  const w = useWords();
  const search = new URLSearchParams(useSearch());
  const [, navigate] = useLocation();
  const { data, problem, reload } = useResource('channels', channels.list);
  const chats = data?.items.filter(({ platform }) => platform === 'webchat') ?? [];
  const open = chats.find(({ id }) => id === search.get('channel')) ?? chats[0];
  const isAdding = search.get('add') === 'true';
  const go = (query: string): void => {
    navigate(`${HERE}${query}`);
  };
  const add = (
    <Button
      leftSection={<IconPlus size={16} />}
      onClick={() => {
        go('?add=true');
      }}
    >
      {w('create')}
    </Button>
  );
  if (isAdding) {
    return (
      <CreateChat
        onDone={(made) => {
          go(made ? `?channel=${made.id}` : '');
        }}
      />
    );
  }
  return (
    <div className={classes.wide}>
      <Section title={w('channel')} text={w('text')} action={open ? add : null}>
        {problem && <ProblemNote problem={problem} onRetry={reload} />}
        {!data && !problem && <Loading rows={4} height={48} />}
        {data && !open && (
          <Empty
            icon={<IconMessageCircle size={30} stroke={1.4} />}
            title={w('empty')}
            text={w('empty.text')}
          >
            {add}
          </Empty>
        )}
        {chats.length > 1 && open && (
          <NativeSelect
            className={classes.choice}
            aria-label={w('channel')}
            value={open.id}
            data={chats.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(event) => {
              go(`?channel=${event.currentTarget.value}`);
            }}
          />
        )}
        {open && <ChatEditor key={open.id} channel={open} />}
      </Section>
    </div>
  );
}

import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconUserOff, IconUserPlus } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { users } from '../api/calls.ts';
import type { Agent, Conversation } from '../api/types.ts';
import { useT } from '../i18n/context.tsx';
import { useCommands } from '../keys/commands.ts';
import { Avatar } from '../shell/avatar.tsx';
import { useResource } from '../state/resource.ts';
import { assign } from './actions.ts';
import classes from './thread.module.css';
import { myId } from './store.ts';

const SEARCH_FROM = 8;

export function AssignMenu(props: { conversation: Conversation; compact: boolean }): ReactNode {
  const { conversation } = props;
  const t = useT();
  const [opened, setOpened] = useState(false);
  const [query, setQuery] = useState('');
  const agents = useResource('agents', users.agents);
  const mine = agents.data?.find((agent) => agent.id === myId());
  const current = agents.data?.find((agent) => agent.id === conversation.assignee_id);
  useCommands([
    {
      id: 'assign',
      label: 'thread.assign',
      group: 'conversation',
      keys: 'a',
      run: () => {
        setOpened(true);
      },
    },
    {
      id: 'assign-me',
      label: 'thread.assignMe',
      group: 'conversation',
      keys: 'm',
      run: () => void (mine && assign(conversation.id, mine)),
    },
  ]);
  const pick = (agent: Agent | null): void => {
    setQuery('');
    void assign(conversation.id, agent);
  };
  const wanted = query.toLocaleLowerCase();
  const shown = (agents.data ?? []).filter((agent) =>
    agent.name.toLocaleLowerCase().includes(wanted),
  );
  const label = current ? t('thread.assignedTo', { name: current.name }) : t('thread.assign');
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end">
      <Menu.Target>
        {props.compact ? (
          <ActionIcon aria-label={label}>
            {current ? (
              <Avatar name={current.name} photo={current.photo} size={24} />
            ) : (
              <IconUserPlus size={18} />
            )}
          </ActionIcon>
        ) : (
          <Button
            size="compact-md"
            variant="subtle"
            color="gray"
            aria-label={label}
            leftSection={
              current ? (
                <Avatar name={current.name} photo={current.photo} size={20} />
              ) : (
                <IconUserPlus size={16} />
              )
            }
          >
            {current ? (
              <span translate="no">{current.name.split(' ')[0]}</span>
            ) : (
              t('thread.assign.short')
            )}
          </Button>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        {(agents.data?.length ?? 0) > SEARCH_FROM && (
          <Menu.Search
            value={query}
            placeholder={t('thread.assign.search')}
            aria-label={t('thread.assign.search')}
            onChange={(event) => {
              setQuery(event.currentTarget.value);
            }}
          />
        )}
        {mine && conversation.assignee_id !== mine.id && (
          <Menu.Item
            leftSection={<Avatar name={mine.name} photo={mine.photo} size={20} />}
            onClick={() => {
              pick(mine);
            }}
          >
            {t('thread.assignMe')}
          </Menu.Item>
        )}
        {shown
          .filter((agent) => agent.id !== mine?.id || conversation.assignee_id === mine.id)
          .map((agent) => (
            <Menu.Item
              key={agent.id}
              fw={agent.id === current?.id ? 600 : undefined}
              leftSection={<Avatar name={agent.name} photo={agent.photo} size={20} />}
              rightSection={
                agent.away ? <small className={classes.away}>{t('agent.away')}</small> : null
              }
              onClick={() => {
                pick(agent);
              }}
            >
              <span dir="auto" translate="no">
                {agent.name}
              </span>
            </Menu.Item>
          ))}
        {current && (
          <Menu.Item
            leftSection={<IconUserOff size={16} />}
            onClick={() => {
              pick(null);
            }}
          >
            {t('thread.unassign')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

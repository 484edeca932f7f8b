import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { type ComponentProps, lazy, type ReactNode, Suspense, useState } from 'react';
import { users } from '../api/calls.ts';
import type { Conversation } from '../api/types.ts';
import { useT } from '../i18n/context.tsx';
import { type Command, useCommands } from '../keys/commands.ts';
import { Avatar } from '../shell/avatar.tsx';
import { useResource } from '../state/resource.ts';
import { teams } from '../teams/calls.ts';
import { assign, assignTeam } from './actions.ts';
import { myId } from './store.ts';

const AssignChoices = lazy(() => import('./assign-choices.tsx'));

/** A menu may hold nothing but its entries: the one in here stands below a field to search in. */
const plain = (props: ComponentProps<'div'>): ReactNode => (
  <div {...props} role="group" aria-orientation={undefined} />
);

export function AssignMenu(props: { conversation: Conversation; compact: boolean }): ReactNode {
  const { conversation } = props;
  const t = useT();
  const [opened, setOpened] = useState(false);
  const agents = useResource('agents', users.agents);
  const groups = useResource('teams', teams.list).data?.items ?? [];
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
    ...groups.map((team): Command => ({
      id: `team-${team.id}`,
      label: 'thread.assignTeam',
      values: { name: team.name },
      group: 'conversation',
      run: () => void assignTeam(conversation.id, team),
    })),
  ]);
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
      {opened && <i hidden data-holds-keys />}
      <Menu.Dropdown renderRoot={plain}>
        <Suspense
          fallback={
            <div role="menu">
              <Menu.Item disabled>{t('loading')}</Menu.Item>
            </div>
          }
        >
          <AssignChoices conversation={conversation} agents={agents.data ?? []} teams={groups} />
        </Suspense>
      </Menu.Dropdown>
    </Menu>
  );
}

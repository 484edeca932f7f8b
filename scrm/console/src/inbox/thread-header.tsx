import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import {
  IconArrowBackUp,
  IconArrowLeft,
  IconCheck,
  IconDots,
  IconFlag3,
  IconLayoutSidebarRight,
  IconMailOpened,
} from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import type { Conversation, Priority } from '../api/types.ts';
import { useFormat, useT } from '../i18n/context.tsx';
import { type Command, useCommands } from '../keys/commands.ts';
import { useCan } from '../session/me.ts';
import { Avatar } from '../shell/avatar.tsx';
import { PlatformMark } from '../shell/platform-mark.tsx';
import { PHONE } from '../shell/rail.tsx';
import { markUnread, reopenConversation, resolve, setPriority } from './actions.ts';
import { AssignMenu } from './assign-menu.tsx';
import { useBotSpoke } from './bot-spoke.ts';
import { type Filter, filterSearch } from './filter.ts';
import { ResolveDialog, ResolveMenu } from './resolve-menu.tsx';
import { SnoozeMenu } from './snooze-menu.tsx';
import classes from './thread.module.css';

const PRIORITIES: readonly Priority[] = ['none', 'low', 'normal', 'high', 'urgent'];

export function ThreadHeader(props: {
  conversation: Conversation;
  filter: Filter;
  panelShown: boolean;
  onPanel: () => void;
}): ReactNode {
  const { conversation, filter, onPanel } = props;
  const t = useT();
  const isPhone = useMediaQuery(PHONE) ?? false;
  const mayWrite = useCan('conversations.write');
  const [, navigate] = useLocation();
  const back = (): void => {
    navigate(`/inbox${filterSearch(filter)}`);
  };
  const { id, status } = conversation;
  const writing: Command[] = [
    {
      id: 'unread',
      label: 'thread.unread',
      group: 'conversation',
      keys: 'u',
      run: () => void markUnread(id),
    },
    {
      id: status === 'open' ? 'resolve' : 'reopen',
      label: status === 'open' ? 'thread.resolve' : 'thread.reopen',
      group: 'conversation',
      keys: 'e',
      run: () => void (status === 'open' ? resolve(id) : reopenConversation(id)),
    },
  ];
  useCommands([
    {
      id: 'back',
      label: 'thread.back',
      group: 'conversation',
      keys: 'Escape',
      keysOnly: true,
      run: back,
    },
    { id: 'panel', label: 'thread.panel', group: 'conversation', keys: 'i', run: onPanel },
    ...(mayWrite ? writing : []),
  ]);
  return (
    <header className={classes.header}>
      {isPhone && (
        <ActionIcon aria-label={t('thread.back')} onClick={back}>
          <IconArrowLeft size={20} className={classes.flip} />
        </ActionIcon>
      )}
      <button
        type="button"
        className={classes.who}
        onClick={onPanel}
        aria-expanded={props.panelShown}
      >
        <Avatar name={conversation.contact.name} photo={conversation.contact.photo} size={32} />
        <span className={classes.whoText}>
          <strong dir="auto" translate="no">
            {conversation.contact.name}
          </strong>
          <Subtitle conversation={conversation} />
        </span>
      </button>
      {mayWrite && (
        <div className={classes.actions}>
          <AssignMenu conversation={conversation} compact={isPhone} />
          {status === 'open' && <SnoozeMenu id={id} />}
          {status === 'open' ? (
            isPhone ? (
              <ActionIcon
                aria-label={t('thread.resolve')}
                variant="light"
                color="accent"
                onClick={() => void resolve(id)}
              >
                <IconCheck size={18} />
              </ActionIcon>
            ) : (
              <Button.Group>
                <Tooltip label={t('thread.resolve.hint')}>
                  <Button
                    size="compact-md"
                    leftSection={<IconCheck size={16} />}
                    onClick={() => void resolve(id)}
                  >
                    {t('thread.resolve')}
                  </Button>
                </Tooltip>
                <ResolveMenu id={id} />
              </Button.Group>
            )
          ) : isPhone ? (
            <ActionIcon
              aria-label={t('thread.reopen')}
              variant="light"
              color="accent"
              onClick={() => void reopenConversation(id)}
            >
              <IconArrowBackUp size={18} />
            </ActionIcon>
          ) : (
            <Button
              size="compact-md"
              variant="default"
              leftSection={<IconArrowBackUp size={16} />}
              onClick={() => void reopenConversation(id)}
            >
              {t('thread.reopen')}
            </Button>
          )}
          <MoreMenu conversation={conversation} withReason={isPhone && status === 'open'} />
        </div>
      )}
      {!isPhone && (
        <Tooltip label={t('thread.panel')}>
          <ActionIcon
            aria-label={t('thread.panel')}
            aria-pressed={props.panelShown}
            onClick={onPanel}
          >
            <IconLayoutSidebarRight size={18} className={classes.flip} />
          </ActionIcon>
        </Tooltip>
      )}
    </header>
  );
}

function Subtitle({ conversation }: { conversation: Conversation }): ReactNode {
  const t = useT();
  const format = useFormat();
  const { status, snoozed_until: until } = conversation;
  const state =
    status === 'snoozed'
      ? until
        ? t('state.snoozedUntil', { time: format.dateTime(until) })
        : t('state.snoozed')
      : status === 'resolved' && t('state.resolved');
  return (
    <small>
      <PlatformMark platform={conversation.channel.platform} size={13} />
      <span className={classes.channel} dir="auto" translate="no">
        {conversation.channel.name}
      </span>
      {state && (
        <>
          <i aria-hidden />
          <span data-status={status}>{state}</span>
        </>
      )}
      {conversation.team && (
        <span className={classes.team} dir="auto" translate="no" title={conversation.team.name}>
          {conversation.team.name}
        </span>
      )}
      <BotBadge conversation={conversation} />
      {conversation.resolve_reason && status === 'resolved' && (
        <>
          <i aria-hidden />
          <span translate="no">{conversation.resolve_reason}</span>
        </>
      )}
    </small>
  );
}

/** Who has it: the bot, as long as it speaks here, or whoever hears its call. */
function BotBadge({ conversation }: { conversation: Conversation }): ReactNode {
  const t = useT();
  const speaks = useBotSpoke(conversation.id);
  const calls = conversation.bot.why === 'handed_over';
  if (!calls && !(speaks && conversation.bot.state === 'on')) return null;
  if (conversation.status === 'resolved') return null;
  return (
    <span className={classes.bot} data-calls={calls}>
      {t(calls ? 'bot.calls' : 'bot.here')}
    </span>
  );
}

function MoreMenu(props: { conversation: Conversation; withReason: boolean }): ReactNode {
  const { conversation } = props;
  const t = useT();
  const [asks, setAsks] = useState(false);
  return (
    <>
      <ResolveDialog
        id={conversation.id}
        opened={asks}
        onClose={() => {
          setAsks(false);
        }}
      />
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t('more')}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconMailOpened size={16} />}
            onClick={() => void markUnread(conversation.id)}
          >
            {t('thread.unread')}
          </Menu.Item>
          {props.withReason && (
            <Menu.Item
              leftSection={<IconCheck size={16} />}
              onClick={() => {
                setAsks(true);
              }}
            >
              {t('resolve.why')}
            </Menu.Item>
          )}
          <Menu.Label>{t('priority.title')}</Menu.Label>
          {PRIORITIES.map((priority) => (
            <Menu.Item
              key={priority}
              fw={priority === conversation.priority ? 600 : undefined}
              aria-current={priority === conversation.priority}
              leftSection={
                <IconFlag3
                  size={16}
                  color={
                    priority === 'urgent' || priority === 'high'
                      ? 'var(--bad)'
                      : 'var(--text-faint)'
                  }
                />
              }
              onClick={() => void setPriority(conversation.id, priority)}
            >
              {t(`priority.${priority}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconFilter, IconPencilPlus, IconSearch, IconX } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { channels } from '../api/calls.ts';
import type { MessageKey } from '../i18n/catalogue.ts';
import { useFormat, useT } from '../i18n/context.tsx';
import { useCommands } from '../keys/commands.ts';
import { useCan } from '../session/me.ts';
import { useResource } from '../state/resource.ts';
import { useStore } from '../state/store.ts';
import { teams } from '../teams/calls.ts';
import { type AssigneeTab, type Filter, filterSearch, type StatusTab } from './filter.ts';
import classes from './list.module.css';
import { counts } from './live.ts';
import { openConversation } from './store.ts';

const StartDialog = lazy(() => import('./start-dialog.tsx'));

const ASSIGNEES: readonly {
  value: AssigneeTab;
  label: MessageKey;
  count: 'mine' | 'unassigned' | 'all';
}[] = [
  { value: 'me', label: 'tab.mine', count: 'mine' },
  { value: 'none', label: 'tab.unassigned', count: 'unassigned' },
  { value: 'all', label: 'tab.all', count: 'all' },
];
const STATUSES: readonly { value: StatusTab; label: MessageKey }[] = [
  { value: 'open', label: 'status.open' },
  { value: 'snoozed', label: 'status.snoozed' },
  { value: 'resolved', label: 'status.resolved' },
  { value: 'all', label: 'status.all' },
];

export function ListHeader(props: {
  filter: Filter;
  query: string | null;
  onQuery: (query: string | null) => void;
}): ReactNode {
  const t = useT();
  const [starting, setStarting] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const mayWrite = useCan('conversations.write');
  const { query, onQuery } = props;
  useCommands([
    {
      id: 'search',
      label: 'list.search',
      group: 'inbox',
      keys: '/',
      run: () => {
        onQuery(query ?? '');
        setTimeout(() => field.current?.focus());
      },
    },
    ...(mayWrite
      ? [
          {
            id: 'start',
            label: 'start.title',
            group: 'inbox',
            keys: 'c',
            run: () => {
              setStarting(true);
            },
          } as const,
        ]
      : []),
  ]);
  return (
    <header className={classes.header}>
      <div className={classes.top}>
        {query === null ? (
          <h2>{t('nav.inbox')}</h2>
        ) : (
          <input
            ref={field}
            autoFocus
            type="search"
            className={classes.search}
            aria-label={t('list.search')}
            placeholder={t('list.search')}
            value={query}
            onChange={(event) => {
              onQuery(event.currentTarget.value);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Escape') onQuery(null);
            }}
          />
        )}
        <Tooltip label={t(query === null ? 'list.search' : 'close')}>
          <ActionIcon
            aria-label={t(query === null ? 'list.search' : 'close')}
            onClick={() => {
              onQuery(query === null ? '' : null);
            }}
          >
            {query === null ? <IconSearch size={18} /> : <IconX size={18} />}
          </ActionIcon>
        </Tooltip>
        {mayWrite && query === null && (
          <Tooltip label={t('start.title')}>
            <ActionIcon
              aria-label={t('start.title')}
              onClick={() => {
                setStarting(true);
              }}
            >
              <IconPencilPlus size={18} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      {query === null && <Tabs filter={props.filter} />}
      <Suspense fallback={<i hidden data-holds-keys />}>
        {starting && (
          <StartDialog
            onClose={() => {
              setStarting(false);
            }}
          />
        )}
      </Suspense>
    </header>
  );
}

function Tabs({ filter }: { filter: Filter }): ReactNode {
  const t = useT();
  const format = useFormat();
  const figures = useStore(counts);
  const [, navigate] = useLocation();
  const show = (change: Partial<Filter>): void => {
    const open = openConversation.get();
    navigate(`/inbox${open ? `/${open}` : ''}${filterSearch({ ...filter, ...change })}`);
  };
  const mine = figures?.teams ?? [];
  const isOther = filter.team !== null && !mine.some(({ id }) => id === filter.team);
  const all = useResource(isOther ? 'teams' : null, teams.list);
  const other = isOther ? all.data?.items.find(({ id }) => id === filter.team) : undefined;
  const shown = other ? [...mine, other] : mine;
  useCommands(
    shown.map((team) => ({
      id: `show-${team.id}`,
      label: 'tab.team',
      values: { name: team.name },
      group: 'inbox',
      run: () => {
        show({ assignee: 'all', team: team.id });
      },
    })),
  );
  return (
    <>
      <div className={classes.tabs} role="group" aria-label={t('tab.title')}>
        {ASSIGNEES.map((tab) => (
          <button
            key={tab.value}
            type="button"
            aria-pressed={filter.team === null && filter.assignee === tab.value}
            onClick={() => {
              show({ assignee: tab.value, team: null });
            }}
          >
            {t(tab.label)}
            {figures && filter.status === 'open' && (
              <b translate="no">{format.number(figures[tab.count])}</b>
            )}
          </button>
        ))}
        {shown.length > 0 && (
          <div className={classes.teams}>
            {shown.map((team) => (
              <button
                key={team.id}
                type="button"
                aria-pressed={filter.team === team.id}
                onClick={() => {
                  show({ assignee: 'all', team: team.id });
                }}
              >
                <span className={classes.teamName} dir="auto" translate="no">
                  {team.name}
                </span>
                {filter.status === 'open' && <b translate="no">{format.number(team.open)}</b>}
              </button>
            ))}
          </div>
        )}
      </div>
      <div className={classes.statuses} role="group" aria-label={t('status.title')}>
        {STATUSES.map((status) => (
          <button
            key={status.value}
            type="button"
            aria-pressed={filter.status === status.value}
            onClick={() => {
              show({ status: status.value });
            }}
          >
            {t(status.label)}
          </button>
        ))}
        <FilterMenu filter={filter} show={show} />
      </div>
    </>
  );
}

function FilterMenu(props: { filter: Filter; show: (change: Partial<Filter>) => void }): ReactNode {
  const t = useT();
  const { filter, show } = props;
  const known = useResource('channels', channels.list);
  const isOn = filter.channel !== null || filter.unread;
  return (
    <Menu position="bottom-end" closeOnItemClick={false}>
      <Menu.Target>
        <ActionIcon
          size={26}
          className={classes.filter}
          variant={isOn ? 'light' : 'subtle'}
          color={isOn ? 'accent' : 'gray'}
          aria-label={t('filter.title')}
        >
          <IconFilter size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.CheckboxItem
          checked={filter.unread}
          onChange={(unread) => {
            show({ unread });
          }}
        >
          {t('filter.unread')}
        </Menu.CheckboxItem>
        <Menu.Label>{t('filter.channel')}</Menu.Label>
        <Menu.RadioGroup
          value={filter.channel ?? ''}
          onChange={(value) => {
            show({ channel: value === '' ? null : value });
          }}
        >
          <Menu.RadioItem value="">{t('filter.anyChannel')}</Menu.RadioItem>
          {known.data?.items.map((channel) => (
            <Menu.RadioItem key={channel.id} value={channel.id}>
              <span dir="auto" translate="no">
                {channel.name}
              </span>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

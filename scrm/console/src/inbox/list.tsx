import { useVirtualizer } from '@tanstack/react-virtual';
import { useMediaQuery } from '@mantine/hooks';
import { IconInbox } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useT } from '../i18n/context.tsx';
import { useCommands } from '../keys/commands.ts';
import { Empty, Loading, ProblemNote } from '../shell/states.tsx';
import { PHONE } from '../shell/rail.tsx';
import { useResource } from '../state/resource.ts';
import { useStore } from '../state/store.ts';
import { teams } from '../teams/calls.ts';
import { type Filter, filterKey, filterSearch } from './filter.ts';
import { FirstRun, useFirstRun } from './first-run.tsx';
import { ListHeader } from './list-header.tsx';
import classes from './list.module.css';
import { counts, hasNothing } from './live.ts';
import { ConversationRow } from './row.tsx';
import { SearchResults } from './search.tsx';
import { emptyList } from './state.ts';
import { inbox, loadList } from './store.ts';

const ROW = 66;
const AHEAD = 12;

/** The conversations that a filter shows, or what a search found. */
export function ConversationListPane(props: { filter: Filter; open: string | null }): ReactNode {
  const [query, setQuery] = useState<string | null>(null);
  return (
    <>
      <ListHeader filter={props.filter} query={query} onQuery={setQuery} />
      {query !== null && query.trim() !== '' ? (
        <SearchResults query={query.trim()} open={props.open} />
      ) : (
        <ConversationRows {...props} />
      )}
    </>
  );
}

function ConversationRows({ filter, open }: { filter: Filter; open: string | null }): ReactNode {
  const key = filterKey(filter);
  const list = useStore(inbox, (state) => state.lists[key]) ?? emptyList(filter);
  const conversations = useStore(inbox, (state) => state.conversations);
  const scroller = useRef<HTMLDivElement>(null);
  const [, navigate] = useLocation();
  const search = filterSearch(filter);
  const { ids, next, loaded } = list;

  useEffect(() => {
    void loadList(filter, true);
    // A filter is made anew by each render; its key says whether it is another one.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);

  // eslint-disable-next-line react-hooks/incompatible-library
  const rows = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => ids[index] ?? index,
    overscan: 8,
  });
  const items = rows.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (next !== null && lastShown >= ids.length - AHEAD) void loadList(filter, false);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [lastShown, ids.length, next, key]);

  const move = (step: number): void => {
    const at = open === null ? (step > 0 ? -1 : ids.length) : ids.indexOf(open);
    const index = Math.min(ids.length - 1, Math.max(0, at + step));
    const id = ids[index];
    if (id === undefined) return;
    rows.scrollToIndex(index);
    navigate(`/inbox/${id}${search}`);
  };
  useCommands([
    {
      id: 'list-next',
      label: 'list.next',
      group: 'inbox',
      keys: 'j',
      keysOnly: true,
      run: () => {
        move(1);
      },
    },
    {
      id: 'list-previous',
      label: 'list.previous',
      group: 'inbox',
      keys: 'k',
      keysOnly: true,
      run: () => {
        move(-1);
      },
    },
  ]);

  if (!loaded) {
    return list.problem ? (
      <ProblemNote problem={list.problem} onRetry={() => void loadList(filter, true)} />
    ) : (
      <Loading rows={9} height={44} />
    );
  }
  if (ids.length === 0) return <NothingHere filter={filter} />;
  return (
    <div className={classes.scroller} ref={scroller} tabIndex={-1}>
      <div role="list" style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {items.map((item) => {
          const conversation = conversations[ids[item.index] ?? ''];
          if (!conversation) return null;
          return (
            <div
              key={item.key}
              role="listitem"
              className={classes.slot}
              style={{ height: ROW, transform: `translateY(${item.start}px)` }}
            >
              <ConversationRow
                conversation={conversation}
                selected={conversation.id === open}
                href={`/inbox/${conversation.id}${search}`}
              />
            </div>
          );
        })}
      </div>
      {list.problem && (
        <ProblemNote problem={list.problem} onRetry={() => void loadList(filter, false)} />
      )}
    </div>
  );
}

function NothingHere({ filter }: { filter: Filter }): ReactNode {
  const t = useT();
  const isPhone = useMediaQuery(PHONE) ?? false;
  const firstRun = useFirstRun();
  const isNew = useStore(counts, hasNothing);
  const groups = useResource(filter.team === null ? null : 'teams', teams.list);
  if (isNew && isPhone && firstRun) return <FirstRun />;
  if (isNew) {
    return (
      <Empty
        icon={<IconInbox size={28} stroke={1.4} />}
        title={t('list.empty.new')}
        text={t('list.empty.new.text')}
      />
    );
  }
  const isPlain = filter.channel === null && !filter.unread && filter.status === 'open';
  const team = groups.data?.items.find(({ id }) => id === filter.team);
  const empty = t(isPlain ? 'list.empty.open' : 'list.empty.filter');
  const title = isPlain && team ? t('list.empty.team', { name: team.name }) : empty;
  return (
    <Empty
      icon={<IconInbox size={28} stroke={1.4} />}
      title={title}
      text={t(isPlain ? 'list.empty.open.text' : 'list.empty.filter.text')}
    />
  );
}

import { Button } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { Conversation, Message } from '../api/types.ts';
import { useT } from '../i18n/context.tsx';
import { Loading, ProblemNote } from '../shell/states.tsx';
import { markRead } from './actions.ts';
import { useKeptPlace, useSettledParts } from './kept-place.ts';
import { PendingBubble } from './pending.tsx';
import type { Thread } from './state.ts';
import { loadMessages } from './store.ts';
import { ThreadPartView } from './thread-part.tsx';
import { firstUnread, threadParts, threadRows } from './thread-rows.ts';
import classes from './thread.module.css';

const NEAR_END = 90;
const NEAR_START = 500;

interface Props {
  conversation: Conversation;
  thread: Thread;
  at: number | null;
  onReply: (message: Message) => void;
}

/** Marks as read what stands at the end of a window that somebody looks at. */
function useReading(conversation: Conversation, isAtEnd: boolean, loaded: boolean): void {
  const { id, unread } = conversation;
  useEffect(() => {
    const read = (): void => {
      if (loaded && isAtEnd && unread > 0 && document.visibilityState === 'visible') {
        void markRead(id);
      }
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => {
      document.removeEventListener('visibilitychange', read);
    };
    // `unread` is left out: "mark as unread" must not be undone while one still looks at it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [id, isAtEnd, loaded, conversation.last_message?.at]);
}

export function Messages(props: Props): ReactNode {
  const { conversation, thread, at, onReply } = props;
  const t = useT();
  const { id } = conversation;
  const scroller = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(at === null);
  const [seenLast, setSeenLast] = useState<string | null>(null);
  const [unreadAtStart] = useState(conversation.unread);
  const { messages, pending, loaded, gap } = thread;
  const newFrom = useNewLine(messages, loaded, unreadAtStart);
  const parts = useMemo(() => threadParts(threadRows(messages, newFrom)), [messages, newFrom]);
  const isArchive = conversation.channel.platform === 'archive';
  useReading(conversation, isAtEnd && !gap, loaded);
  useKeptPlace(scroller, thread, isAtEnd && !gap, at);
  useSettledParts(scroller, parts);

  const lastId = messages.at(-1)?.id ?? null;
  if (isAtEnd && seenLast !== lastId) setSeenLast(lastId);
  const seenIndex = messages.findIndex((message) => message.id === seenLast);
  const news = isAtEnd || seenIndex < 0 ? 0 : messages.length - 1 - seenIndex;

  const onScroll = (): void => {
    const element = scroller.current;
    if (!element) return;
    const left = element.scrollHeight - element.scrollTop - element.clientHeight;
    setAtEnd(left < NEAR_END);
    if (element.scrollTop < NEAR_START && loaded) void loadMessages(id, 'older');
    if (gap && left < NEAR_START) void loadMessages(id, 'newer');
  };
  if (!loaded) {
    return thread.problem ? (
      <ProblemNote problem={thread.problem} onRetry={() => void loadMessages(id, 'newest')} />
    ) : (
      <div className={classes.scroller}>
        <Loading rows={5} height={48} />
      </div>
    );
  }
  return (
    <div className={classes.place}>
      <div
        className={classes.scroller}
        ref={scroller}
        onScroll={onScroll}
        role="log"
        aria-label={t('thread.messages')}
        tabIndex={0}
      >
        <div className={classes.filler} />
        {thread.problem && (
          <ProblemNote problem={thread.problem} onRetry={() => void loadMessages(id, 'older')} />
        )}
        {parts.map((part) => (
          <ThreadPartView
            key={part.key}
            rows={part.rows}
            name={conversation.contact.name}
            photo={conversation.contact.photo}
            at={at}
            onReply={isArchive ? null : onReply}
          />
        ))}
        {pending.map((item) => (
          <PendingBubble key={item.key} conversation={id} pending={item} />
        ))}
      </div>
      {(gap || !isAtEnd) && (
        <Button
          className={classes.pill}
          size="compact-sm"
          radius="xl"
          variant={news > 0 ? 'filled' : 'default'}
          leftSection={<IconArrowDown size={14} />}
          onClick={() => {
            if (gap) void loadMessages(id, 'newest');
            scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
          }}
        >
          {news > 0 ? t('thread.news', { count: news }) : t('thread.latest')}
        </Button>
      )}
    </div>
  );
}

/** Where reading began when the thread was opened; stays put while new messages come. */
function useNewLine(messages: readonly Message[], loaded: boolean, unread: number): string | null {
  const [line, setLine] = useState<string | null | undefined>(undefined);
  if (line === undefined && loaded) setLine(firstUnread(messages, unread));
  return line ?? null;
}

import { Button } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { Link, useSearch } from 'wouter';
import { conversations as calls } from '../api/calls.ts';
import type { Message } from '../api/types.ts';
import { useT } from '../i18n/context.tsx';
import { useStore } from '../state/store.ts';
import { Empty, Loading, ProblemNote } from '../shell/states.tsx';
import { clearFailure } from './actions.ts';
import { useBotSpoke } from './bot-spoke.ts';
import { Composer } from './composer.tsx';
import type { Filter } from './filter.ts';
import { agentNames, CUSTOMER, presence, typing } from './live.ts';
import { Messages } from './messages.tsx';
import { GoOnButton, wentOn } from './newer.tsx';
import { EMPTY_THREAD } from './state.ts';
import { inbox, loadConversation, loadMessages, myId } from './store.ts';
import { ThreadHeader } from './thread-header.tsx';
import classes from './thread.module.css';

const CampaignBadge = lazy(() => import('../campaigns/badge.tsx'));
const BotLine = lazy(() => import('./bot-line.tsx'));

const PRESENCE_MS = 20_000;

/** Tells the others that I look at this conversation, for as long as I do. */
function usePresence(id: string): void {
  useEffect(() => {
    const tell = (leaving: boolean): void => {
      calls.presence(id, leaving).catch(() => undefined); // a courtesy: the next one tells it again
    };
    const look = (): void => {
      tell(document.visibilityState !== 'visible');
    };
    look();
    const timer = setInterval(look, PRESENCE_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      tell(true);
    };
  }, [id]);
}

export function ThreadPane(props: {
  id: string;
  filter: Filter;
  panelShown: boolean;
  onPanel: () => void;
}): ReactNode {
  const { id } = props;
  const t = useT();
  const at = Number(new URLSearchParams(useSearch()).get('at')) || null;
  const conversation = useStore(inbox, (state) => state.conversations[id]);
  const thread = useStore(inbox, (state) => state.threads[id]) ?? EMPTY_THREAD;
  const [replyTo, setReplyTo] = useState<Message | null>(null);
  const botSpoke = useBotSpoke(id);
  usePresence(id);
  useEffect(() => {
    void loadConversation(id);
    void loadMessages(id, at === null ? 'newest' : { around: at });
  }, [id, at]);

  if (!conversation) {
    if (thread.problem?.status === 404) {
      return (
        <Empty title={t('thread.gone')} text={t('thread.gone.text')}>
          <Button component={Link} href="/inbox" size="compact-sm" variant="default">
            {t('thread.back')}
          </Button>
        </Empty>
      );
    }
    return thread.problem ? (
      <ProblemNote problem={thread.problem} onRetry={() => void loadConversation(id)} />
    ) : (
      <Loading />
    );
  }
  return (
    <>
      <ThreadHeader
        conversation={conversation}
        filter={props.filter}
        panelShown={props.panelShown}
        onPanel={props.onPanel}
      />
      <FailureLine id={id} />
      {conversation.campaign_id && (
        <Suspense>
          <CampaignBadge id={conversation.campaign_id} />
        </Suspense>
      )}
      <Messages conversation={conversation} thread={thread} at={at} onReply={setReplyTo} />
      <Others id={id} />
      {botSpoke && conversation.status !== 'resolved' && (
        <Suspense>
          <BotLine conversation={conversation} />
        </Suspense>
      )}
      <Composer key={id} conversation={conversation} replyTo={replyTo} onReplyTo={setReplyTo} />
    </>
  );
}

function FailureLine({ id }: { id: string }): ReactNode {
  const failure = useStore(inbox, (state) => state.failures[id]);
  if (!failure) return null;
  if (wentOn(failure.problem)) {
    return (
      <ProblemNote problem={failure.problem}>
        <GoOnButton from={id} />
      </ProblemNote>
    );
  }
  return (
    <ProblemNote
      problem={failure.problem}
      onRetry={() => {
        clearFailure(id);
        failure.retry();
      }}
    />
  );
}

/** Who else is here: two answers to one question are worse than none. */
function Others({ id }: { id: string }): ReactNode {
  const t = useT();
  const present = useStore(presence, (all) => all[id]);
  const typist = useStore(typing, (all) => all[id]);
  const names = useStore(agentNames);
  const others = (present ?? []).filter((user) => user.id !== myId());
  const typistName = typist && (names[typist] ?? others.find((user) => user.id === typist)?.name);
  const typed = typistName
    ? t('others.typing', { name: typistName })
    : typist === CUSTOMER && t('others.customer');
  const text =
    typed || (others[0] && t('others.looking', { name: others[0].name, more: others.length - 1 }));
  return (
    <div className={classes.others} aria-live="polite" data-strong={Boolean(typed)}>
      {text}
    </div>
  );
}

import { Tooltip } from '@mantine/core';
import { IconAlertCircle, IconClock, IconFlag3, IconRobot } from '@tabler/icons-react';
import { memo, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { Conversation, MessageStatus } from '../api/types.ts';
import { useFormat, useT } from '../i18n/context.tsx';
import { useNow } from '../i18n/now.ts';
import { Avatar } from '../shell/avatar.tsx';
import { useStore } from '../state/store.ts';
import { parseLight } from '../text/light.ts';
import { readDraft } from './drafts.ts';
import { lastAuthor } from './last-author.ts';
import { LastLine } from './last-line.tsx';
import classes from './list.module.css';
import { agentNames } from './live.ts';
import { myId } from './store.ts';

const LATE_MS = 15 * 60_000;
const VERY_LATE_MS = 60 * 60_000;
const TROUBLE: readonly MessageStatus[] = ['failed', 'unknown', 'blocked', 'missed'];

/** One conversation: who, on which channel, what last, how long they wait, who has it. */
export const ConversationRow = memo(function ConversationRow(props: {
  conversation: Conversation;
  selected: boolean;
  href: string;
}): ReactNode {
  const { conversation, selected } = props;
  const format = useFormat();
  const t = useT();
  const now = useNow();
  return (
    <Link
      href={props.href}
      className={classes.row}
      aria-current={selected ? 'true' : undefined}
      data-unread={conversation.unread > 0}
    >
      <Avatar
        name={conversation.contact.name}
        photo={conversation.contact.photo}
        platform={conversation.channel.platform}
        size={36}
      />
      <div className={classes.body}>
        <div className={classes.line}>
          <span className={classes.name} dir="auto" translate="no">
            {conversation.contact.name}
          </span>
          {(conversation.priority === 'urgent' || conversation.priority === 'high') && (
            <IconFlag3
              size={14}
              color="var(--bad)"
              aria-label={t(`priority.${conversation.priority}`)}
              role="img"
            />
          )}
          {conversation.team && (
            <span className={classes.team} title={conversation.team.name} dir="auto" translate="no">
              {conversation.team.name}
            </span>
          )}
          <time dateTime={conversation.last_at} title={format.exact(conversation.last_at)}>
            {format.ago(conversation.last_at, now)}
          </time>
        </div>
        <div className={classes.line}>
          <Preview conversation={conversation} selected={selected} />
          <Marks conversation={conversation} now={now} />
        </div>
      </div>
    </Link>
  );
});

function Preview(props: { conversation: Conversation; selected: boolean }): ReactNode {
  const t = useT();
  const { last_message: last, id } = props.conversation;
  const draft = props.selected ? '' : readDraft(id, 'reply').text;
  if (draft !== '') {
    return (
      <span className={classes.preview}>
        <span className={classes.bad}>{t('row.draft')}</span>
        <span className={classes.said} dir="auto" translate="no">
          {parseLight(draft).text}
        </span>
      </span>
    );
  }
  if (!last) return <span className={classes.preview}>{t('row.nothing')}</span>;
  const author = lastAuthor(last, myId(), t);
  return (
    <span className={classes.preview}>
      {last.status && TROUBLE.includes(last.status) && (
        <IconAlertCircle
          size={13}
          color="var(--bad)"
          aria-label={t(last.status === 'unknown' ? 'delivery.unknown' : 'row.trouble')}
          role="img"
        />
      )}
      {author && <span className={classes.by}>{author}</span>} {/* a space for who copies it */}
      <span className={classes.said} dir="auto">
        <LastLine message={last} />
      </span>
    </span>
  );
}

function Marks({ conversation, now }: { conversation: Conversation; now: number }): ReactNode {
  const t = useT();
  const format = useFormat();
  const names = useStore(agentNames);
  const assignee = conversation.assignee_id;
  const name = assignee ? names[assignee] : undefined;
  return (
    <span className={classes.marks}>
      {conversation.status === 'snoozed' && (
        <IconClock
          size={14}
          color="var(--text-faint)"
          aria-label={t('status.snoozed')}
          role="img"
        />
      )}
      {conversation.bot.why === 'handed_over' && (
        <span className={classes.called} title={t('bot.calls')}>
          <IconRobot size={13} aria-hidden />
          <span>{t('bot.calls')}</span>
        </span>
      )}
      <Waiting conversation={conversation} now={now} />
      {name && assignee !== myId() && (
        <Tooltip label={name}>
          <span>
            <Avatar name={name} size={18} />
          </span>
        </Tooltip>
      )}
      {conversation.unread > 0 && (
        <b className={classes.unread} aria-label={t('row.unread', { count: conversation.unread })}>
          <span translate="no">{format.number(conversation.unread)}</span>
        </b>
      )}
    </span>
  );
}

/** How long they wait for us; colour says when it is too long. */
function Waiting({ conversation, now }: { conversation: Conversation; now: number }): ReactNode {
  const t = useT();
  const format = useFormat();
  const since = conversation.waiting_since;
  if (!since || conversation.status !== 'open') return null;
  const waited = now - Date.parse(since);
  if (waited < LATE_MS) return null;
  const text = format.span(waited);
  return (
    <span
      className={classes.waiting}
      data-late={waited > VERY_LATE_MS ? 'bad' : 'warn'}
      title={t('row.waiting', { time: text })}
    >
      {text}
    </span>
  );
}

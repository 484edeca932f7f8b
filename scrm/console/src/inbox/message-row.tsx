import { IconArrowBackUp, IconCopy } from '@tabler/icons-react';
import { lazy, memo, type ReactNode, Suspense } from 'react';
import type { Message } from '../api/types.ts';
import { useFormat, useT } from '../i18n/context.tsx';
import { Avatar } from '../shell/avatar.tsx';
import { showToast } from '../shell/toasts.ts';
import { ActivityLine } from './activity.tsx';
import { Bubble } from './bubble.tsx';
import { DeliveryLine } from './delivery-line.tsx';
import classes from './thread.module.css';
import { Versions } from './versions.tsx';

const TestMark = lazy(() => import('../campaigns/test-mark.tsx'));

async function copy(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
  showToast({ text: 'done.copied' });
}

const QUIET = ['sent', 'delivered', 'read', null];

/** One entry of a thread: a message of theirs or ours, a note, or what happened. */
export const MessageRow = memo(function MessageRow(props: {
  message: Message;
  repliedTo: Message | undefined;
  name: string;
  photo: string | null;
  startsGroup: boolean;
  endsGroup: boolean;
  isFound: boolean;
  /** Null where nobody can be answered. */
  onReply: ((message: Message) => void) | null;
}): ReactNode {
  const { message, startsGroup, endsGroup, onReply } = props;
  const t = useT();
  const format = useFormat();
  if (message.direction === 'activity') return <ActivityLine message={message} />;
  const isIn = message.direction === 'in';
  const showsFate = message.direction === 'out' && (endsGroup || !QUIET.includes(message.status));
  return (
    <article
      className={classes.message}
      data-direction={message.direction}
      data-starts={startsGroup}
      data-found={props.isFound}
    >
      {isIn && (
        <span className={classes.side}>
          {endsGroup && <Avatar name={props.name} photo={props.photo} size={26} />}
        </span>
      )}
      <div className={classes.column}>
        {startsGroup && !isIn && <AuthorLine message={message} />}
        <div className={classes.bubbleLine}>
          <Bubble message={message} repliedTo={props.repliedTo} />
          <div className={classes.tools}>
            <time dateTime={message.platform_time} title={format.exact(message.platform_time)}>
              {format.clock(message.platform_time)}
            </time>
            {onReply && message.direction !== 'note' && (
              <button
                type="button"
                title={t('message.reply')}
                aria-label={t('message.reply')}
                onClick={() => {
                  onReply(message);
                }}
              >
                <IconArrowBackUp size={15} aria-hidden />
              </button>
            )}
            {message.text !== '' && (
              <button
                type="button"
                title={t('message.copy')}
                aria-label={t('message.copy')}
                onClick={() => void copy(message.text)}
              >
                <IconCopy size={14} aria-hidden />
              </button>
            )}
          </div>
        </div>
        <div className={classes.meta}>
          {endsGroup && message.direction !== 'out' && (
            <time
              className={classes.time}
              dateTime={message.platform_time}
              title={format.exact(message.platform_time)}
            >
              {format.clock(message.platform_time)}
            </time>
          )}
          {message.edited_at && !message.deleted && <Versions message={message} />}
          {showsFate && <DeliveryLine message={message} />}
        </div>
      </div>
    </article>
  );
});

function AuthorLine({ message }: { message: Message }): ReactNode {
  const t = useT();
  const isNote = message.direction === 'note';
  return (
    <span className={classes.author}>
      <bdi translate="no">{message.author.name}</bdi>
      {isNote && <b>{t('message.note')}</b>}
      {message.author.kind === 'bot' && <b>{t('message.bot')}</b>}
      {message.campaign_id && <b>{t('message.campaign')}</b>}
      {(message.content.test_of || message.author.kind === 'system') && (
        <Suspense children={<TestMark of={message.author.kind} />} />
      )}
    </span>
  );
}

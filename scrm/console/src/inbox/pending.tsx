import { Button } from '@mantine/core';
import { IconClock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useT } from '../i18n/context.tsx';
import { ProblemWords } from '../shell/states.tsx';
import { Formatted } from '../text/formatted.tsx';
import { discardPending, send } from './actions.ts';
import { Attachments } from './attachments.tsx';
import { shownText } from './bubble.tsx';
import bubble from './bubble.module.css';
import { readDraft, writeDraft } from './drafts.ts';
import { GoOnButton, wentOn } from './newer.tsx';
import type { Pending } from './state.ts';
import classes from './thread.module.css';

/** What is on its way to the hub; a failure is said right here, and nothing typed is lost. */
export function PendingBubble(props: { conversation: string; pending: Pending }): ReactNode {
  const { conversation, pending } = props;
  const t = useT();
  const { text, spans } = shownText({ text: '', content: pending.content });
  const backToDraft = (to: string): void => {
    const kind = pending.private ? 'note' : 'reply';
    const draft = readDraft(to, kind);
    writeDraft(to, kind, {
      text: [pending.content.text, draft.text].filter(Boolean).join('\n'),
      files: [...pending.files, ...draft.files],
      // What it quotes is in this conversation and in no other.
      replyTo: (to === conversation ? pending.content.reply_to : null) ?? draft.replyTo,
    });
    discardPending(conversation, pending.key);
    window.dispatchEvent(new CustomEvent('scrm:draft', { detail: to }));
  };
  return (
    <article
      className={classes.message}
      data-direction={pending.private ? 'note' : 'out'}
      data-starts
    >
      <div className={classes.column}>
        <div className={bubble.bubble} data-direction={pending.private ? 'note' : 'out'}>
          <Attachments files={pending.files} />
          {text !== '' && (
            <div className={bubble.text}>
              <Formatted text={text} spans={spans} />
            </div>
          )}
        </div>
        {pending.problem ? (
          <div className={classes.fate} data-tone="bad" role="alert">
            <span>
              {t('pending.failed', { why: '' })}
              <ProblemWords problem={pending.problem} />
            </span>
            <span className={classes.decision}>
              {wentOn(pending.problem) ? (
                <GoOnButton from={conversation} carry={backToDraft} />
              ) : (
                <Button
                  size="compact-xs"
                  variant="default"
                  onClick={() => void send(conversation, pending, pending.key)}
                >
                  {t('retry')}
                </Button>
              )}
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => {
                  backToDraft(conversation);
                }}
              >
                {t('pending.edit')}
              </Button>
            </span>
          </div>
        ) : (
          <div className={classes.fate}>
            <span>
              <IconClock size={14} aria-hidden />
              {t('delivery.sending')}
            </span>
          </div>
        )}
      </div>
    </article>
  );
}

import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { conversations } from '../api/calls.ts';
import { useFormat, useT } from '../i18n/context.tsx';
import { useNow } from '../i18n/now.ts';
import { LastLine } from '../inbox/last-line.tsx';
import { PlatformMark } from '../shell/platform-mark.tsx';
import { useResource } from '../state/resource.ts';
import classes from './contacts.module.css';

/** The conversations of a person; one row per channel and thread. */
export function Talks({ id }: { id: string }): ReactNode {
  const t = useT();
  const format = useFormat();
  const now = useNow();
  const { data } = useResource(`timeline/${id}/talks`, () =>
    conversations.list({ contact: id, status: 'all', limit: 10 }),
  );
  if (!data || data.items.length === 0) return null;
  return (
    <section className={classes.section}>
      <h2>{t('contact.conversations')}</h2>
      <div className={classes.talks}>
        {data.items.map((conversation) => (
          <Link key={conversation.id} href={`/inbox/${conversation.id}`}>
            <PlatformMark platform={conversation.channel.platform} size={15} />
            <span dir="auto">
              {conversation.last_message ? (
                <LastLine message={conversation.last_message} />
              ) : (
                <span dir="auto" translate="no">
                  {conversation.channel.name}
                </span>
              )}
            </span>
            <small>
              {t(`status.${conversation.status}`)}
              {' · '}
              {format.ago(conversation.last_at, now)}
            </small>
          </Link>
        ))}
      </div>
    </section>
  );
}

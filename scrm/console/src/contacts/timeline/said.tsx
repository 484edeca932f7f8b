import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { http } from '../../api/client.ts';
import type { Message, Page, TimelineEntry } from '../../api/types.ts';
import { useT } from '../../i18n/context.tsx';
import { ATTACHMENT, fileKind } from '../../inbox/file-kinds.ts';
import { parseLight } from '../../text/light.ts';
import classes from './timeline.module.css';
import { useWords } from './words.ts';

/** Kinds whose message says what happened; the bot's answer is told by its own event besides. */
const OF_WORDS = [
  'message.received',
  'message.sent',
  'message.edited',
  'delivery.failed',
  'delivery.unknown',
];
const MOST_AT_ONCE = 100;

export type Spoken = Record<string, Message>;

export function messageOf({ kind, data }: TimelineEntry): string | null {
  return OF_WORDS.includes(kind) && typeof data.message_id === 'string' ? data.message_id : null;
}

/** The messages of these events, by id. A timeline without them still says what happened. */
export async function spokenIn(entries: readonly TimelineEntry[]): Promise<Spoken> {
  const ids = [...new Set(entries.map(messageOf).filter((id) => id !== null))];
  const found: Spoken = {};
  for (let at = 0; at < ids.length; at += MOST_AT_ONCE) {
    const some = ids.slice(at, at + MOST_AT_ONCE).join(',');
    const page = await http.get<Page<Message>>('/messages', { ids: some }).catch(() => null);
    for (const message of page?.items ?? []) found[message.id] = message;
  }
  return found;
}

/** How a message begins, and the way to where it stands. */
export function Said({ message }: { message: Message }): ReactNode {
  const w = useWords();
  return (
    <Link
      href={`/messages/${message.id}`}
      className={classes.said}
      data-direction={message.direction}
      title={w('open')}
    >
      <Words message={message} />
    </Link>
  );
}

function Words({ message }: { message: Message }): ReactNode {
  const t = useT();
  if (message.deleted) return <i>{t('message.deleted')}</i>;
  const { content, attachments } = message;
  const written = content.text ?? message.text;
  const line = (content.format === 'light' ? parseLight(written).text : written).trim();
  const words = content.press ? content.press.label || content.press.value : line;
  if (words !== '') {
    return (
      <span dir="auto" translate="no">
        {words}
      </span>
    );
  }
  const what = attachments[0]?.kind ?? (content.location ? 'location' : 'contact');
  const known = content.contact || content.location || attachments[0] ? fileKind(what) : null;
  const { icon: Icon, words: name } = known ?? ATTACHMENT;
  return (
    <span>
      <Icon size={14} aria-hidden /> {t(name)}
    </span>
  );
}

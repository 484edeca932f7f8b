import { dayNumber } from '../i18n/time.ts';
import type { Message } from '../api/types.ts';

/** What a thread shows, from top to bottom. */
export type ThreadRow =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'new'; key: string }
  | { kind: 'message'; key: string; message: Message; startsGroup: boolean; endsGroup: boolean };

const GROUP_MS = 5 * 60_000;

function isSameGroup(one: Message, other: Message | undefined): boolean {
  return (
    other !== undefined &&
    one.direction === other.direction &&
    one.author.id === other.author.id &&
    one.author.name === other.author.name &&
    Math.abs(Date.parse(one.platform_time) - Date.parse(other.platform_time)) < GROUP_MS &&
    dayNumber(one.platform_time) === dayNumber(other.platform_time)
  );
}

/** The first of the last `unread` messages that came in; null when they are not all here. */
export function firstUnread(messages: readonly Message[], unread: number): string | null {
  if (unread <= 0) return null;
  return messages.filter((message) => message.direction === 'in').at(-unread)?.id ?? null;
}

/** Messages with a separator per day, the "new" line, and neighbours of one author grouped. */
export function threadRows(messages: readonly Message[], newFrom: string | null): ThreadRow[] {
  const rows: ThreadRow[] = [];
  let day = NaN;
  messages.forEach((message, index) => {
    const at = dayNumber(message.platform_time);
    if (at !== day) rows.push({ kind: 'day', key: `day-${at}`, at: message.platform_time });
    day = at;
    if (message.id === newFrom) rows.push({ kind: 'new', key: 'new' });
    rows.push({
      kind: 'message',
      key: message.id,
      message,
      startsGroup: message.id === newFrom || !isSameGroup(message, messages[index - 1]),
      endsGroup: !isSameGroup(message, messages[index + 1]),
    });
  });
  return rows;
}

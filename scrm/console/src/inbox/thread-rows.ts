import { dayNumber } from '../i18n/time.ts';
import type { Message } from '../api/types.ts';

/** What a thread shows, from top to bottom. */
export type ThreadRow =
  { kind: 'day'; key: string; at: string } | { kind: 'new'; key: string } | MessageEntry;

export interface MessageEntry {
  kind: 'message';
  key: string;
  message: Message;
  repliedTo: Message | undefined;
  startsGroup: boolean;
  endsGroup: boolean;
}

const GROUP_MS = 5 * 60_000;

const days = new WeakMap<Message, number>();

/** Remembered: a long thread asks for thousands with each message that comes. */
function dayOf(message: Message): number {
  const day = days.get(message) ?? dayNumber(message.platform_time);
  days.set(message, day);
  return day;
}

function isSameGroup(one: Message, other: Message | undefined): boolean {
  return (
    other !== undefined &&
    one.direction === other.direction &&
    one.author.id === other.author.id &&
    one.author.name === other.author.name &&
    one.content.test_of === other.content.test_of &&
    Math.abs(Date.parse(one.platform_time) - Date.parse(other.platform_time)) < GROUP_MS &&
    dayOf(one) === dayOf(other)
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
  const byId = new Map(messages.map((message) => [message.id, message]));
  let day = NaN;
  messages.forEach((message, index) => {
    const at = dayOf(message);
    if (at !== day) rows.push({ kind: 'day', key: `day-${at}`, at: message.platform_time });
    day = at;
    if (message.id === newFrom) rows.push({ kind: 'new', key: 'new' });
    rows.push({
      kind: 'message',
      key: message.id,
      message,
      repliedTo: byId.get(message.content.reply_to ?? ''),
      startsGroup: message.id === newFrom || !isSameGroup(message, messages[index - 1]),
      endsGroup: !isSameGroup(message, messages[index + 1]),
    });
  });
  return rows;
}

/** Rows that are drawn, and skipped while out of sight, together. */
export interface ThreadPart {
  key: number;
  rows: readonly ThreadRow[];
}

const PART = 40;

/**
 * Cuts a thread at fixed numbers of `seq`, so that the parts that are there stay the same when
 * older messages come before them and new ones behind.
 */
export function threadParts(rows: readonly ThreadRow[]): ThreadPart[] {
  const parts: { key: number; rows: ThreadRow[] }[] = [];
  let lines: ThreadRow[] = []; // a day or the "new" line stands with the message below it
  for (const row of rows) {
    lines.push(row);
    if (row.kind !== 'message') continue;
    const key = Math.floor(row.message.seq / PART);
    const last = parts.at(-1);
    // What came late stands among later numbers: it stays where its time puts it.
    if (last && key <= last.key) last.rows.push(...lines);
    else parts.push({ key, rows: lines });
    lines = [];
  }
  return parts;
}

function isSameRow(one: ThreadRow, other: ThreadRow | undefined): boolean {
  if (other?.key !== one.key) return false;
  if (one.kind !== 'message' || other.kind !== 'message') return true;
  return (
    one.message === other.message &&
    one.repliedTo === other.repliedTo &&
    one.startsGroup === other.startsGroup &&
    one.endsGroup === other.endsGroup
  );
}

/** Whether two parts look the same, although they were cut from different answers. */
export function isSamePart(one: readonly ThreadRow[], other: readonly ThreadRow[]): boolean {
  return one.length === other.length && one.every((row, index) => isSameRow(row, other[index]));
}

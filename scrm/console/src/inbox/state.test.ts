import { describe, expect, test } from 'vitest';
import type { Conversation, Message } from '../api/types.ts';
import { message, pending } from './examples.ts';
import { DEFAULT_FILTER, filterKey, filterSearch, parseFilter } from './filter.ts';
import {
  EMPTY_INBOX,
  type InboxState,
  joined,
  withConversation,
  withList,
  withMessage,
  withoutConversation,
  withPage,
  withPending,
  withSent,
  withThread,
  withAnswer,
  EMPTY_THREAD,
} from './state.ts';
import { firstUnread, isSamePart, threadParts, threadRows } from './thread-rows.ts';

const MINE = { ...DEFAULT_FILTER, assignee: 'me' as const };
const FIRST = { first: true, me: 'me', keep: null };

function conversation(id: string, change: Partial<Conversation> = {}): Conversation {
  return {
    id,
    contact_id: `c${id}`,
    channel_id: '1',
    contact: { id: `c${id}`, name: id, photo: null },
    channel: { id: '1', name: 'Bot', platform: 'telegram' },
    status: 'open',
    assignee_id: 'me',
    team: null,
    priority: 'none',
    waiting_since: null,
    snoozed_until: null,
    unread: 0,
    last_message: null,
    last_at: `2026-11-21T10:00:0${id}Z`,
    created_at: '2026-11-21T09:00:00Z',
    resolve_reason: null,
    reachable: true,
    bot: { state: 'on', why: '' },
    campaign_id: null,
    campaign_message_id: null,
    ...change,
  };
}

function listed(...items: Conversation[]): InboxState {
  const sorted = [...items].sort((one, other) => (one.last_at < other.last_at ? 1 : -1));
  return withPage(EMPTY_INBOX, MINE, { items: sorted, next: null }, FIRST);
}

const idsOf = (state: InboxState): readonly string[] => state.lists[filterKey(MINE)]?.ids ?? [];

describe('lists follow the stream', () => {
  test('a newer message lifts its conversation to the top', () => {
    const state = listed(conversation('1'), conversation('2'));
    const lifted = conversation('1', { last_at: '2026-11-21T11:00:00Z' });
    expect(idsOf(withConversation(state, lifted, 'me'))).toEqual(['1', '2']);
  });

  test('a part of a second is newer than the whole one', () => {
    const whole = conversation('1', { last_at: '2026-11-21T11:00:00Z' });
    const state = listed(whole, conversation('2'));
    const part = conversation('2', { last_at: '2026-11-21T11:00:00.5Z' });
    expect(idsOf(withConversation(state, part, 'me'))).toEqual(['2', '1']);
  });

  test('a conversation that no longer matches leaves the list', () => {
    const state = listed(conversation('1'), conversation('2'));
    const gone = conversation('2', { status: 'resolved' });
    expect(idsOf(withConversation(state, gone, 'me'))).toEqual(['1']);
  });

  test('the open one stays although it no longer matches', () => {
    const state = listed(conversation('1'), conversation('2'));
    const gone = conversation('2', { status: 'resolved' });
    expect(idsOf(withConversation(state, gone, 'me', '2'))).toEqual(['2', '1']);
  });

  test('somebody else’s conversation does not come into mine', () => {
    const other = conversation('3', { assignee_id: 'you' });
    expect(idsOf(withConversation(listed(conversation('1')), other, 'me'))).toEqual(['1']);
  });

  const asking = withList(EMPTY_INBOX, MINE, (list) => ({ ...list, loading: true }));
  const answer = { items: [conversation('1')], next: null };

  test('one that came while the answer was on its way is not missed', () => {
    const told = withConversation(asking, conversation('2'), 'me');
    expect(idsOf(withPage(told, MINE, answer, FIRST))).toEqual(['2', '1']);
  });

  test('one that left while the answer was on its way does not come back with it', () => {
    const told = withConversation(asking, conversation('1', { status: 'resolved' }), 'me');
    expect(idsOf(withPage(told, MINE, answer, FIRST))).toEqual([]);
  });

  test('one that is older than what is loaded waits for its page', () => {
    const first = withPage(EMPTY_INBOX, MINE, { items: [conversation('5')], next: 'x' }, FIRST);
    expect(idsOf(withConversation(first, conversation('1'), 'me'))).toEqual(['5']);
  });
});

describe('threads', () => {
  const loaded = withThread(EMPTY_INBOX, '1', (thread) => ({
    ...thread,
    loaded: true,
    messages: [message(1), message(2)],
  }));
  const seqs = (state: InboxState): number[] =>
    state.threads['1']?.messages.map((one) => one.seq) ?? [];

  test('a message that comes twice is one', () => {
    const once = withMessage(loaded, message(3));
    expect(seqs(withMessage(once, message(3)))).toEqual([1, 2, 3]);
  });

  test('display is by the platform’s time, then by commit order', () => {
    const late = message(9, { platform_time: '2026-11-21T10:01:30Z' });
    expect(seqs(withMessage(loaded, late))).toEqual([1, 9, 2]);
  });

  test('within a second the order of commits counts, whatever the platform knows of its parts', () => {
    const asked = message(7, { platform_time: '2026-11-21T10:01:30Z' });
    const answered = message(8, { platform_time: '2026-11-21T10:01:30.469881Z' });
    const again = message(9, { platform_time: '2026-11-21T10:01:30Z' });
    const told = joined([], [again, answered, asked]).map((one) => one.seq);
    expect(told).toEqual([7, 8, 9]);
  });

  test('receipts only climb', () => {
    const read = joined([message(1, { status: 'read' })], [message(1, { status: 'sent' })]);
    expect(read[0]?.status).toBe('read');
    const failed = joined([message(1, { status: 'sending' })], [message(1, { status: 'failed' })]);
    expect(failed[0]?.status).toBe('failed');
  });

  test('behind a gap live messages wait, known ones still change', () => {
    const gap = withThread(loaded, '1', (thread) => ({ ...thread, gap: true }));
    expect(seqs(withMessage(gap, message(7)))).toEqual([1, 2]);
    const edited = withMessage(gap, message(2, { text: 'new' }));
    expect(edited.threads['1']?.messages[1]?.text).toBe('new');
  });

  test('what the stream tells while a page is on its way outlasts that page', () => {
    const loading = withThread(EMPTY_INBOX, '1', (thread) => ({ ...thread, loading: true }));
    const unknown = message(2, { direction: 'out', status: 'unknown' });
    const told = withMessage(withMessage(loading, unknown), message(3));
    const page = [message(1), message(2, { direction: 'out', status: 'sending' })];
    const answer = { messages: page, loaded: true, loading: false };
    const thread = withAnswer(told.threads['1'] ?? EMPTY_THREAD, answer);
    expect(thread.messages.map((one) => one.seq)).toEqual([1, 2, 3]);
    expect(thread.messages[1]?.status).toBe('unknown');
  });

  test('a late answer to sending does not hide what became of the message', () => {
    const ours = { direction: 'out', text: 'Hello' } as const;
    const told = withMessage(loaded, message(3, { ...ours, status: 'unknown' }));
    const sent = withSent(told, 'k', message(3, { ...ours, status: 'queued' }));
    expect(sent.threads['1']?.messages[2]?.status).toBe('unknown');
  });

  test('what was pending goes in the step in which its message comes', () => {
    const waiting = withPending(loaded, '1', pending(''));
    expect(waiting.threads['1']?.pending).toHaveLength(1);
    const sent = withSent(waiting, 'k', message(3, { direction: 'out' }));
    expect(sent.threads['1']?.pending).toEqual([]);
    expect(seqs(sent)).toEqual([1, 2, 3]);
  });
});

describe('rows of a thread', () => {
  test('each day begins with a line, neighbours of one author are a group', () => {
    const other = message(3, { platform_time: '2026-11-22T12:00:00Z' });
    const rows = threadRows([message(1), message(2), other], null);
    expect(rows.map((row) => row.kind)).toEqual(['day', 'message', 'message', 'day', 'message']);
    expect(rows[1]).toMatchObject({ startsGroup: true, endsGroup: false });
    expect(rows[2]).toMatchObject({ startsGroup: false, endsGroup: true });
  });

  test('the new line stands before the first unread message of theirs', () => {
    const messages = [message(1), message(2, { direction: 'out' }), message(3), message(4)];
    expect(firstUnread(messages, 2)).toBe('m3');
    expect(firstUnread(messages, 0)).toBeNull();
    expect(firstUnread(messages, 9)).toBeNull();
    expect(threadRows(messages, 'm3').map((row) => row.kind)).toContain('new');
  });
});

describe('parts of a thread', () => {
  const seq = (number: number): Message => {
    const at = new Date(Date.parse('2026-11-21T10:00:00Z') + number * 10_000);
    return message(number, { platform_time: at.toISOString() });
  };
  const range = (from: number, to: number): Message[] =>
    Array.from({ length: to - from + 1 }, (_, index) => seq(from + index));
  const partsOf = (messages: readonly Message[]) => threadParts(threadRows(messages, null));

  test('every row is in one part, and no two parts have the same key', () => {
    const late = { ...seq(7), id: 'late', platform_time: '2026-11-23T12:00:00Z' };
    const messages = [...range(30, 130), late];
    const parts = partsOf(messages);
    expect(parts.flatMap((part) => part.rows)).toEqual(threadRows(messages, null));
    expect(new Set(parts.map((part) => part.key)).size).toBe(parts.length);
  });

  test('older and newer messages leave the parts between them as they are', () => {
    const middle = range(80, 159);
    const before = partsOf(middle);
    const after = partsOf([...range(40, 79), ...middle, seq(160)]);
    const whole = before.find((part) => part.key === 3);
    const same = after.find((part) => part.key === 3);
    expect(isSamePart(whole?.rows.slice(0, -1) ?? [], same?.rows.slice(0, -1) ?? [])).toBe(true);
    expect(after.map((part) => part.key)).toEqual([1, 2, 3, 4]);
  });

  test('a part with a changed message is another one', () => {
    const [part] = partsOf(range(1, 5));
    const [changed] = partsOf([...range(1, 4), { ...seq(5), text: 'edited' }]);
    expect(isSamePart(part?.rows ?? [], changed?.rows ?? [])).toBe(false);
  });
});

test('a conversation that is gone is in no list, and whoever looks at it sees that', () => {
  const one = conversation('1');
  const filter = DEFAULT_FILTER;
  const page = { items: [one, conversation('2')], next: null };
  const looking = { first: true, me: 'kim', keep: '1' };
  const before = withMessage(
    withThread(withPage(EMPTY_INBOX, filter, page, looking), '1', (thread) => ({
      ...thread,
      loaded: true,
    })),
    message(1),
  );
  const after = withoutConversation(before, '1');
  expect(after.lists[filterKey(filter)]?.ids).toEqual(['2']);
  expect(Object.keys(after.conversations)).toEqual(['2']);
  expect(after.threads['1']?.messages).toEqual([]);
  expect(after.threads['1']?.problem?.status).toBe(404);
});

test('a filter survives the address', () => {
  const filter = {
    status: 'snoozed',
    assignee: 'none',
    team: '9',
    channel: '7',
    unread: true,
  } as const;
  expect(parseFilter(filterSearch(filter))).toEqual(filter);
  expect(filterSearch(DEFAULT_FILTER)).toBe('');
  expect(parseFilter('?status=nonsense')).toEqual(DEFAULT_FILTER);
});

import { afterEach, expect, test, vi } from 'vitest';
import type { Conversation, Message } from '../api/types.ts';
import { conversations as calls } from '../api/calls.ts';
import { DEFAULT_FILTER, filterKey } from './filter.ts';
import { EMPTY_DRAFT, readDraft, writeDraft } from './drafts.ts';
import {
  conversationOf,
  forgetConversation,
  inbox,
  keepConversation,
  loadConversation,
  loadList,
  loadMessages,
  lookAt,
  openConversation,
  refetchInbox,
} from './store.ts';

const MINE = { ...DEFAULT_FILTER, assignee: 'me' as const };
const ALL = DEFAULT_FILTER;

function page(...ids: string[]): { items: Conversation[]; next: null } {
  return { items: ids.map((id) => ({ id, last_at: id }) as Conversation), next: null };
}

const shown = (filter = ALL): readonly string[] | undefined =>
  inbox.get().lists[filterKey(filter)]?.ids;

afterEach(() => {
  vi.restoreAllMocks();
});

test('after a gap the list on screen is fetched anew, though another one was opened later', async () => {
  const list = vi.spyOn(calls, 'list').mockResolvedValue(page('1'));
  await loadList(MINE, true);
  await loadList(ALL, true);
  await loadList(MINE, true);
  list.mockResolvedValue(page('2', '1'));
  refetchInbox();
  await vi.waitFor(() => {
    expect(shown(MINE)).toEqual(['2', '1']);
  });
  expect(shown(ALL)).toBeUndefined();
});

test('the answer to an older question does not overwrite that to a newer one', async () => {
  let late: (answer: ReturnType<typeof page>) => void = () => undefined;
  const list = vi.spyOn(calls, 'list');
  list.mockReturnValueOnce(
    new Promise((resolve) => {
      late = resolve;
    }),
  );
  const first = loadList(ALL, true);
  list.mockResolvedValue(page('2', '1'));
  refetchInbox();
  await vi.waitFor(() => {
    expect(shown()).toEqual(['2', '1']);
  });
  late(page('1'));
  await first;
  expect(shown()).toEqual(['2', '1']);
});

test('a conversation that was asked for does not overwrite what came meanwhile', async () => {
  let late: (answer: Conversation) => void = () => undefined;
  const get = vi.spyOn(calls, 'get').mockReturnValueOnce(
    new Promise((resolve) => {
      late = resolve;
    }),
  );
  const one = { id: '1', last_at: '1', unread: 1 } as Conversation;
  const asked = loadConversation('1');
  keepConversation({ ...one, unread: 0 });
  late(one);
  await asked;
  expect(conversationOf('1')?.unread).toBe(0);
  get.mockResolvedValue({ ...one, unread: 2 });
  await loadConversation('1');
  expect(conversationOf('1')?.unread).toBe(2);
});

test('a draft to somebody who was erased is gone with the conversation', () => {
  for (const id of ['1', '2']) {
    writeDraft(id, 'reply', { ...EMPTY_DRAFT, text: 'Dear Ada' });
    writeDraft(id, 'note', { ...EMPTY_DRAFT, text: 'She is nice' });
  }
  forgetConversation('1');
  expect([readDraft('1', 'reply').text, readDraft('1', 'note').text]).toEqual(['', '']);
  expect(readDraft('2', 'reply').text).toBe('Dear Ada');
});

/** The hub's part of a thread: messages `from` … `to`, and a cursor that only the hub can read. */
function part(from: number, to: number): { items: Message[]; next: string | null } {
  const items = Array.from({ length: to - from + 1 }, (_, index) => {
    const seq = from + index;
    return { id: `m${seq}`, seq, platform_time: String(seq).padStart(6, '0') } as Message;
  });
  return { items, next: from > 1 ? 'NDI' : null };
}

const seqs = (id: string): number[] =>
  (inbox.get().threads[id]?.messages ?? []).map((message) => message.seq);

test('going back asks for what came before the first message that is here', async () => {
  const ask = vi.spyOn(calls, 'messages').mockResolvedValue(part(51, 100));
  await loadMessages('back', 'newest');
  ask.mockResolvedValue(part(1, 50));
  await loadMessages('back', 'older');
  expect(ask).toHaveBeenLastCalledWith('back', { before: 51, limit: 50 });
  expect(seqs('back')).toHaveLength(100);
  await loadMessages('back', 'older');
  expect(ask).toHaveBeenCalledTimes(2);
});

test('after a jump into the past every page up to the end is fetched', async () => {
  const ask = vi.spyOn(calls, 'messages').mockResolvedValue(part(11, 60));
  await loadMessages('jump', { around: 36 });
  ask.mockResolvedValue({ ...part(61, 110), next: null });
  await loadMessages('jump', 'newer');
  expect(inbox.get().threads.jump?.gap).toBe(true);
  ask.mockResolvedValue({ ...part(111, 120), next: null });
  await loadMessages('jump', 'newer');
  expect(inbox.get().threads.jump?.gap).toBe(false);
  expect(seqs('jump')).toHaveLength(110);
});

test('a beginning stream takes nobody away from the message that a link leads to', async () => {
  vi.spyOn(calls, 'list').mockResolvedValue(page());
  vi.spyOn(calls, 'get').mockResolvedValue({ id: 'link' } as Conversation);
  const ask = vi.spyOn(calls, 'messages').mockResolvedValue(part(11, 60));
  openConversation.set('link');
  const asked = loadMessages('link', { around: 36 });
  refetchInbox();
  await asked;
  await vi.waitFor(() => {
    expect(seqs('link')).toContain(36);
  });
  refetchInbox();
  expect(ask.mock.calls.map(([, query]) => query.before)).toEqual([61, 61]);
});

test('a thread that is left keeps its end, and goes back again from there', async () => {
  vi.spyOn(calls, 'messages').mockResolvedValueOnce(part(151, 200));
  await loadMessages('long', 'newest');
  vi.spyOn(calls, 'messages').mockResolvedValueOnce({ ...part(1, 150), next: null });
  await loadMessages('long', 'older');
  lookAt('long');
  lookAt(null);
  expect(seqs('long')[0]).toBe(101);
  expect(inbox.get().threads.long?.hasOlder).toBe(true);
});

import { expect, test } from 'vitest';
import type { Message } from '../api/types.ts';
import {
  EMPTY_INBOX,
  EMPTY_THREAD,
  type Pending,
  withAnswer,
  withMessage,
  withPending,
  withThread,
} from './state.ts';

/** Something that was sent at 10:08. */
function pending(text: string): Pending {
  const at = '2026-11-21T10:08:00Z';
  return { key: 'k', content: { text }, files: [], private: false, at, problem: null };
}

function message(seq: number, change: Partial<Message> = {}): Message {
  const at = `2026-11-21T10:0${seq}:00Z`;
  return {
    id: `m${seq}`,
    conversation_id: '1',
    seq,
    direction: 'in',
    author: { kind: 'contact', id: 'c1', name: 'Ada' },
    text: `text ${seq}`,
    content: {},
    attachments: [],
    status: null,
    status_at: null,
    reason: null,
    created_at: at,
    platform_time: at,
    campaign_id: null,
    edited_at: null,
    versions: 1,
    deleted: false,
    ...change,
  };
}

const loaded = withThread(EMPTY_INBOX, '1', (thread) => ({
  ...thread,
  loaded: true,
  messages: [message(1), message(2)],
}));

test('a message that the stream brings before the answer is not shown twice', () => {
  const waiting = withPending(loaded, '1', pending('Hello'));
  const ours = { direction: 'out', text: 'Hello', content: { text: 'Hello' } } as const;
  const other = { ...ours, content: { text: 'Another' } };
  expect(withMessage(waiting, message(8, ours)).threads['1']?.pending).toEqual([]);
  expect(withMessage(waiting, message(8, other)).threads['1']?.pending).toHaveLength(1);
});

test('a thread that is loaded while a message is sent shows it once', () => {
  const loading = withThread(EMPTY_INBOX, '1', (thread) => ({ ...thread, loading: true }));
  const sending = withPending(withPending(loading, '1', pending('Hi')), '1', {
    ...pending('Hi'),
    key: 'again',
  });
  const ours = { direction: 'out', content: { text: 'Hi' } } as const;
  const then = { created_at: '2026-11-20T10:00:00Z' };
  const page = [message(1, { ...ours, ...then }), message(2), message(9, ours)];
  const answer = { messages: page, loaded: true, loading: false };
  const thread = withAnswer(sending.threads['1'] ?? EMPTY_THREAD, answer);
  expect(thread.pending.map((one) => one.key)).toEqual(['again']);
  const older = withAnswer(thread, { messages: [message(0, { ...ours, ...then }), ...page] });
  expect(older.pending).toHaveLength(1);
});

import { expect, test } from 'vitest';
import { message, pending } from './examples.ts';
import {
  EMPTY_INBOX,
  EMPTY_THREAD,
  withAnswer,
  withMessage,
  withPending,
  withThread,
} from './state.ts';

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

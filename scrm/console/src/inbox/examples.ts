import type { Message } from '../api/types.ts';
import type { Pending } from './state.ts';

/** Something that was sent at 10:08. For tests. */
export function pending(text: string): Pending {
  const at = '2026-11-21T10:08:00Z';
  return { key: 'k', content: { text }, files: [], private: false, at, problem: null };
}

/** The message of this number in a thread, from minute to minute. For tests. */
export function message(seq: number, change: Partial<Message> = {}): Message {
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

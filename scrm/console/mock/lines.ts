/** How the cast speaks. Development only. */
import type {
  Attachment,
  Author,
  Contact,
  Content,
  Conversation,
  Direction,
  MessageStatus,
  Said,
} from '../src/api/types.ts';
import { newId, type TELEGRAM, users } from './house.ts';

export interface Line {
  direction: Direction;
  text: string;
  at: number;
  by?: string;
  author?: Author;
  content?: Content;
  status?: MessageStatus;
  reason?: string;
  files?: Attachment[];
  edited?: boolean;
  deleted?: boolean;
  /** Which line, counted from 0, it answers. */
  quotes?: number;
}

export interface Person {
  name: string;
  username: string | null;
  lines: Line[];
  zone?: string;
  stage?: string;
  attributes?: Contact['attributes'];
  assignee?: string | null;
  unread?: number;
  status?: Conversation['status'];
  until?: string | null;
  waiting?: number | null;
  priority?: Conversation['priority'];
  channel?: typeof TELEGRAM;
  /** Where else they can be reached. */
  also?: typeof TELEGRAM;
  reachable?: boolean;
}

export function attachment(fields: Partial<Attachment> & { kind: Attachment['kind'] }): Attachment {
  const id = newId();
  return {
    id,
    name: '',
    media_type: 'image/svg+xml',
    size: 84_300,
    state: 'stored',
    reason: null,
    width: null,
    height: null,
    duration: null,
    url: `/api/v1/files/${id}/content`,
    ...fields,
  };
}

export const they = (at: number, text: string, more: Partial<Line> = {}): Line => ({
  direction: 'in',
  text,
  at,
  ...more,
});
export const we = (at: number, text: string, more: Partial<Line> = {}): Line => ({
  direction: 'out',
  text,
  at,
  by: '1',
  status: 'read',
  ...more,
});
export const note = (at: number, text: string): Line => ({ direction: 'note', text, at, by: '2' });
/** The bot's note of a hand-over. */
export const called = (at: number, lines: Said[]): Line => ({
  direction: 'note',
  text: 'The bot did not understand twice in a row.',
  at,
  author: { kind: 'bot', id: null, name: 'Welcome' },
  content: { hand_over: { reason: 'not_understood', lines } },
});
export const happened = (at: number, kind: string, to?: string): Line => ({
  direction: 'activity',
  text: kind,
  at,
  by: '2',
  content: {
    activity: {
      kind,
      by: { kind: 'user', id: '2', name: 'Tomás Ruiz' },
      to: to ? { id: to, name: users.find((user) => user.id === to)?.name } : null,
    },
  },
});

export const PHONE: Author = { kind: 'channel', id: null, name: 'Anna B.' };
export const BOT: Author = { kind: 'bot', id: null, name: 'Welcome' };

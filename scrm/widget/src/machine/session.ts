/** The session: what the hub answers to a token, or to the wish for one. */
import { countOf, fieldsOf, textOf } from '../shared/fields.ts';
import { hoursOf, type Hours } from '../shared/hours.ts';
import { settingsOf, type Settings } from '../shared/settings.ts';
import type { PageView } from '../shared/bridge.ts';

export interface Session {
  token: string;
  visitorName: string;
  settings: Settings;
  hours: Hours;
  /** Null for somebody who never wrote. */
  conversation: { id: string; lastSeq: number; readSeq: number } | null;
}

export interface SessionWish {
  token: string;
  identity: string;
  page: PageView;
  locale: string;
}

/** A session, the time to wait before asking again, or that there is none to be had. */
export type SessionAnswer =
  | { outcome: 'session'; session: Session }
  | { outcome: 'again'; afterMs: number }
  | { outcome: 'never' };

/** Reads an answer by its status; `retryAfter` is the header, in seconds. */
export function sessionAnswer(status: number, retryAfter: string, body: unknown): SessionAnswer {
  const session = status === 200 ? sessionOf(body) : null;
  if (session) return { outcome: 'session', session };
  // Not for this site, no such chat, or a visitor who is not wanted: asking again changes nothing.
  if (status >= 400 && status < 500 && status !== 408 && status !== 429)
    return { outcome: 'never' };
  const seconds = Number(retryAfter);
  return { outcome: 'again', afterMs: Number.isFinite(seconds) ? seconds * 1000 : 0 };
}

function sessionOf(body: unknown): Session | null {
  const fields = fieldsOf(body);
  const token = textOf(fields, 'token');
  if (token === '') return null;
  const conversation = fieldsOf(fields?.conversation);
  return {
    token,
    visitorName: textOf(fieldsOf(fields?.visitor), 'name'),
    settings: settingsOf(fields?.config),
    hours: hoursOf(fieldsOf(fields?.config)),
    conversation: conversation && {
      id: textOf(conversation, 'id'),
      lastSeq: countOf(conversation, 'last_seq') ?? 0,
      readSeq: countOf(conversation, 'read_seq') ?? 0,
    },
  };
}

export function wishBody({ token, identity, page, locale }: SessionWish): unknown {
  return {
    ...(token === '' ? {} : { token }),
    ...(identity === '' ? {} : { identity }),
    page,
    locale,
  };
}

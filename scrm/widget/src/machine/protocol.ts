/** The frames of the visitors' socket, read from what came and written as the hub wants them. */
import type { PageView } from '../shared/bridge.ts';
import { countOf, fieldsOf, listOf, textOf, type Fields } from '../shared/fields.ts';
import { hoursOf, type Hours } from '../shared/hours.ts';
import type { FormField } from '../shared/settings.ts';

export interface Agent {
  name: string;
  photo: string;
}

export interface Attachment {
  id: string;
  name: string;
  type: string;
  size: number;
}

/** A button answers with `value`, or leads to `url`. */
export interface Button {
  label: string;
  value: string;
  url: string;
}

export interface Message {
  seq: number;
  id: string;
  by: 'visitor' | 'agent';
  name: string;
  photo: string;
  text: string;
  isLight: boolean;
  attachments: readonly Attachment[];
  buttons: readonly Button[];
  /** Our own id of what we wrote; '' for what came from elsewhere. */
  clientId: string;
  at: string;
}

/** Another platform, on which a visitor can go on. */
export interface Place {
  platform: string;
  label: string;
}

export type EndCode = 'unauthorised' | 'blocked' | 'too_many' | 'going_away' | 'replaced';
const END_CODES: readonly string[] = [
  'unauthorised',
  'blocked',
  'too_many',
  'going_away',
  'replaced',
] satisfies EndCode[];

export type HubFrame =
  | {
      type: 'ready';
      conversation: string;
      agents: readonly Agent[];
      places: readonly Place[];
      pingSeconds: number;
      hours: Hours;
      /** The conversation of which the visitor may say how it was; '' for none. */
      rate: string;
    }
  | { type: 'hours'; hours: Hours }
  | { type: 'rate'; rate: string }
  | { type: 'rated' | 'unrated'; conversation: string }
  | { type: 'unformed'; field: string }
  /** The link to another platform; '' where there is none. */
  | { type: 'continue'; platform: string; url: string; seconds: number }
  | { type: 'message'; message: Message }
  | { type: 'edited'; message: Message }
  | { type: 'deleted'; seq: number }
  | { type: 'caught_up'; seq: number }
  | { type: 'sent'; clientId: string; seq: number; id: string; at: string }
  | { type: 'refused'; clientId: string; code: string }
  | { type: 'formed' }
  | { type: 'typing'; isOn: boolean; name: string }
  | { type: 'read'; seq: number }
  | { type: 'ended'; code: EndCode; againInSeconds: number | null }
  | { type: 'pong' };

export type FormValues = Readonly<Partial<Record<FormField, string>>>;

export type ClientFrame =
  | { type: 'hello'; token: string; after: number; page: PageView; locale: string }
  | { type: 'message'; client_id: string; text: string; attachments: string[] }
  | { type: 'press'; client_id: string; value: string; label: string }
  | { type: 'form'; values: FormValues }
  | { type: 'rated'; conversation: string; score: number; comment: string }
  | { type: 'continue'; platform: string }
  | { type: 'typing' }
  | { type: 'read'; seq: number }
  | { type: 'page'; url: string; title: string }
  | { type: 'ping' };

const DEFAULT_PING_SECONDS = 25;

/** Null for what a newer hub may say and we don't know, and for what is broken. */
export function readFrame(text: string): HubFrame | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (failure) {
    if (failure instanceof SyntaxError) return null;
    throw failure;
  }
  const fields = fieldsOf(parsed);
  if (!fields) return null;
  return readAboutMessages(fields) ?? readAboutLink(fields) ?? readAboutVisit(fields);
}

function readAboutMessages(fields: Fields): HubFrame | null {
  const seq = countOf(fields, 'seq');
  switch (fields.type) {
    case 'message':
    case 'edited': {
      const message = seq === null ? null : messageOf(fields, seq);
      return message && { type: fields.type, message };
    }
    case 'deleted':
    case 'caught_up':
    case 'read':
      return seq === null ? null : { type: fields.type, seq };
    case 'sent': {
      const clientId = textOf(fields, 'client_id');
      if (seq === null || clientId === '') return null;
      return { type: 'sent', clientId, seq, id: textOf(fields, 'id'), at: textOf(fields, 'at') };
    }
    case 'refused': {
      const clientId = textOf(fields, 'client_id');
      return clientId === '' ? null : { type: 'refused', clientId, code: textOf(fields, 'code') };
    }
    default:
      return null;
  }
}

function readAboutLink(fields: Fields): HubFrame | null {
  switch (fields.type) {
    case 'ready':
      return {
        type: 'ready',
        conversation: textOf(fields, 'conversation'),
        agents: listOf(fields, 'agents').map(agentOf),
        places: listOf(fields, 'continue_on').map(placeOf),
        pingSeconds: countOf(fields, 'ping') || DEFAULT_PING_SECONDS,
        hours: hoursOf(fields),
        rate: textOf(fields, 'rate'),
      };
    case 'continue': {
      const url = textOf(fields, 'url');
      return {
        type: 'continue',
        platform: textOf(fields, 'platform'),
        url: /^https?:\/\//.test(url) ? url : '',
        seconds: countOf(fields, 'seconds') ?? 0,
      };
    }
    case 'typing':
      return { type: 'typing', isOn: fields.on === true, name: textOf(fields, 'name') };
    case 'ended': {
      const code = textOf(fields, 'code');
      if (!END_CODES.includes(code)) return null;
      return { type: 'ended', code: code as EndCode, againInSeconds: countOf(fields, 'again_in') };
    }
    case 'pong':
      return { type: fields.type };
    default:
      return null;
  }
}

function readAboutVisit(fields: Fields): HubFrame | null {
  switch (fields.type) {
    case 'formed':
      return { type: fields.type };
    case 'unformed':
      return { type: 'unformed', field: textOf(fields, 'field') };
    case 'hours':
      return { type: 'hours', hours: hoursOf(fields) };
    case 'rate':
      return { type: 'rate', rate: textOf(fields, 'conversation') };
    case 'rated':
    case 'unrated':
      return { type: fields.type, conversation: textOf(fields, 'conversation') };
    default:
      return null;
  }
}

function messageOf(fields: Fields, seq: number): Message | null {
  const by = textOf(fields, 'by');
  if (by !== 'visitor' && by !== 'agent') return null;
  return {
    seq,
    by,
    id: textOf(fields, 'id'),
    ...agentOf(fields),
    text: textOf(fields, 'text'),
    isLight: fields.format === 'light',
    attachments: listOf(fields, 'attachments').map(attachmentOf),
    buttons: listOf(fields, 'buttons').map((button) => ({
      label: textOf(button, 'label'),
      value: textOf(button, 'value'),
      url: textOf(button, 'url'),
    })),
    clientId: textOf(fields, 'client_id'),
    at: textOf(fields, 'at'),
  };
}

function agentOf(fields: Fields): Agent {
  return { name: textOf(fields, 'name'), photo: textOf(fields, 'photo') };
}

function placeOf(fields: Fields): Place {
  return { platform: textOf(fields, 'platform'), label: textOf(fields, 'label') };
}

export function attachmentOf(fields: Fields): Attachment {
  return {
    id: textOf(fields, 'id'),
    name: textOf(fields, 'name'),
    type: textOf(fields, 'type'),
    size: countOf(fields, 'size') ?? 0,
  };
}

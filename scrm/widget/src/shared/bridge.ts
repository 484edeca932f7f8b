/**
 * What the loader, in the customer's page, and the frame, of the hub's origin, tell each other.
 *
 * A message is believed only from the other window, at the other's origin, and in one of these
 * shapes; it is sent to that origin and to no other.
 */
import { countOf, fieldsOf, textOf, type Fields } from './fields.ts';

export interface PageView {
  url: string;
  title: string;
  referrer: string;
}

/** What the site's own storage keeps of a visitor. `box` names what the frame keeps beside it. */
export interface Pass {
  token: string;
  box: string;
}

export type ToFrame =
  | { type: 'hello'; pass: Pass; page: PageView; locale: string; settings: unknown }
  | { type: 'pass'; pass: Pass }
  | { type: 'page'; page: PageView }
  | { type: 'shown'; isOpen: boolean; isFocused: boolean; greeting: string }
  | { type: 'identify'; identity: string };

export type ToLoader =
  | { type: 'ready' }
  | { type: 'token'; token: string; instead: string }
  | { type: 'unread'; count: number }
  | { type: 'close' };

const MARK = 'scrm/1';
const LONGEST_TOKEN = 4096;

export function pack(message: ToFrame | ToLoader): Fields {
  return { scrm: MARK, ...message };
}

function unpack(data: unknown): Fields | null {
  const fields = fieldsOf(data);
  return fields?.scrm === MARK ? fields : null;
}

export function readForLoader(data: unknown): ToLoader | null {
  const fields = unpack(data);
  switch (fields?.type) {
    case 'ready':
    case 'close':
      return { type: fields.type };
    case 'unread': {
      const count = countOf(fields, 'count');
      return count === null ? null : { type: 'unread', count };
    }
    case 'token': {
      const token = textOf(fields, 'token');
      const isToken = token !== '' && token.length <= LONGEST_TOKEN;
      return isToken ? { type: 'token', token, instead: textOf(fields, 'instead') } : null;
    }
    default:
      return null;
  }
}

export function readForFrame(data: unknown): ToFrame | null {
  const fields = unpack(data);
  switch (fields?.type) {
    case 'hello': {
      const pass = passOf(fields.pass);
      if (!pass) return null;
      return {
        type: 'hello',
        pass,
        page: pageOf(fields.page),
        locale: textOf(fields, 'locale'),
        settings: fields.settings,
      };
    }
    case 'pass': {
      const pass = passOf(fields.pass);
      return pass && { type: 'pass', pass };
    }
    case 'page':
      return { type: 'page', page: pageOf(fields.page) };
    case 'shown':
      return {
        type: 'shown',
        isOpen: fields.isOpen === true,
        isFocused: fields.isFocused === true,
        greeting: textOf(fields, 'greeting'),
      };
    case 'identify': {
      const identity = textOf(fields, 'identity');
      return identity === '' ? null : { type: 'identify', identity };
    }
    default:
      return null;
  }
}

/** Null when there is no box: it was not our loader that wrote this. */
export function passOf(value: unknown): Pass | null {
  const fields = fieldsOf(value);
  const box = textOf(fields, 'box');
  const token = textOf(fields, 'token');
  return box === '' || token.length > LONGEST_TOKEN ? null : { token, box };
}

function pageOf(value: unknown): PageView {
  const fields = fieldsOf(value);
  return {
    url: textOf(fields, 'url').slice(0, 2048),
    title: textOf(fields, 'title').slice(0, 300),
    referrer: textOf(fields, 'referrer').slice(0, 2048),
  };
}

/** A chat before nobody: a colleague tries settings out, and nothing of it reaches the hub. */
import type { Socket, SocketEvents } from '../machine/link.ts';
import type { ChatUse } from '../machine/use.ts';
import { hoursOf } from '../shared/hours.ts';
import { fieldsOf } from '../shared/fields.ts';
import { settingsOf } from '../shared/settings.ts';
import { attachmentOf } from '../machine/protocol.ts';
import { newId } from './browser.ts';
import type { Uploader } from './files.ts';

const TOKEN = 'rehearsal';

export function isRehearsal(settings: unknown): boolean {
  return fieldsOf(settings)?.preview === true;
}

/** What takes the place of the hub; `keep` is told that the token is kept. */
export function rehearse(
  settings: unknown,
  keep: (token: string) => void,
): Pick<ChatUse, 'requestSession' | 'connect' | 'keepToken'> {
  const hours = hoursOf(fieldsOf(settings));
  const session = {
    token: TOKEN,
    visitorName: '',
    settings: settingsOf(settings),
    hours,
    conversation: null,
  };
  return {
    requestSession: () => Promise.resolve({ outcome: 'session', session }),
    connect: (events) => new Understudy(events, { open: hours.isOpen, opens_at: null }),
    keepToken: (token) => keep(token),
  };
}

/** The file stays in this page. */
export const rehearsedUpload: Uploader = (file) => {
  const { name, size, type } = file;
  const done = Promise.resolve(attachmentOf({ id: newId(), name, size, type }));
  return { done, abort: () => undefined };
};

/** Says of everything that it arrived. */
class Understudy implements Socket {
  readonly #events: SocketEvents;
  readonly #hours: object;
  #seq = 0;

  constructor(events: SocketEvents, hours: object) {
    this.#events = events;
    this.#hours = hours;
    queueMicrotask(() => events.opened());
  }

  send(text: string): void {
    const { type, client_id } = JSON.parse(text) as Record<string, unknown>;
    if (type === 'hello') this.#say({ type: 'ready', agents: [], ping: 25, ...this.#hours });
    if (type === 'hello') this.#say({ type: 'caught_up', seq: 0 });
    if (type === 'form') this.#say({ type: 'formed' });
    if (type === 'ping') this.#say({ type: 'pong' });
    if (type !== 'message') return;
    this.#seq += 1;
    const at = new Date().toISOString();
    this.#say({ type: 'sent', client_id, seq: this.#seq, id: String(this.#seq), at });
  }

  close(): void {
    // There is nobody at the other end.
  }

  #say(frame: object): void {
    queueMicrotask(() => this.#events.said(JSON.stringify(frame)));
  }
}

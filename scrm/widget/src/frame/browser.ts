/** The page's own things, as the machine wants them: time, storage, network. */
import type { Clock } from '../machine/clock.ts';
import type { Socket, SocketEvents } from '../machine/link.ts';
import type { Store } from '../machine/outbox.ts';
import type { Channel } from '../machine/tabs.ts';
import {
  sessionAnswer,
  wishBody,
  type SessionAnswer,
  type SessionWish,
} from '../machine/session.ts';

/** `/widget/KEY`: where this page lives, and everything that it asks for. */
export const HOME = location.pathname.replace(/\/frame\/?$/, '');
const PREFIX = `scrm:${HOME.split('/').at(-1) ?? ''}:`;

export const clock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  later: (milliseconds, call) => {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
};

export function newId(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-';
  const bytes = crypto.getRandomValues(new Uint8Array(22));
  return Array.from(bytes, (byte) => letters.charAt(byte & 63)).join('');
}

/** The browser's storage, or where it is closed to frames of other sites, this page's memory. */
export function openStore(kind: 'localStorage' | 'sessionStorage'): Store {
  try {
    const storage = window[kind];
    storage.setItem(`${PREFIX}?`, '');
    storage.removeItem(`${PREFIX}?`);
    return storeOn(storage);
  } catch {
    return storeOn(new MemoryStorage());
  }
}

/** The line to the other tabs; a browser that keeps nothing for this page may refuse this too. */
export function openWire(): Channel {
  try {
    const wire = new BroadcastChannel(`scrm:${HOME}`);
    return {
      post: (word) => wire.postMessage(word),
      heard: (listen) => wire.addEventListener('message', ({ data }) => listen(data)),
    };
  } catch {
    return { post: () => undefined, heard: () => undefined };
  }
}

type Texts = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

function storeOn(storage: Texts): Store {
  return {
    names: () =>
      Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
        .filter((name) => name.startsWith(PREFIX))
        .map((name) => name.slice(PREFIX.length)),
    read: (name) => storage.getItem(PREFIX + name),
    write: (name, text) => {
      try {
        storage.setItem(PREFIX + name, text);
      } catch {
        // Full: the message lasts as long as this page, and is sent from it.
      }
    },
    remove: (name) => storage.removeItem(PREFIX + name),
  };
}

class MemoryStorage implements Texts {
  readonly #texts = new Map<string, string>();

  get length(): number {
    return this.#texts.size;
  }

  key(index: number): string | null {
    return [...this.#texts.keys()][index] ?? null;
  }

  getItem(name: string): string | null {
    return this.#texts.get(name) ?? null;
  }

  setItem(name: string, text: string): void {
    this.#texts.set(name, text);
  }

  removeItem(name: string): void {
    this.#texts.delete(name);
  }
}

const ANSWER_WITHIN_MS = 15_000;

export async function requestSession(wish: SessionWish): Promise<SessionAnswer> {
  try {
    const response = await fetch(`${HOME}/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(wishBody(wish)),
      credentials: 'omit',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const body: unknown = response.ok ? await response.json() : null;
    return sessionAnswer(response.status, response.headers.get('Retry-After') ?? '', body);
  } catch {
    return { outcome: 'again', afterMs: 0 }; // no network, no hub, or half an answer
  }
}

export function connect(events: SocketEvents): Socket {
  const address = new URL(`${HOME}/socket`, location.href);
  address.protocol = address.protocol.replace('http', 'ws');
  const socket = new WebSocket(address);
  socket.addEventListener('open', () => events.opened());
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') events.said(data);
  });
  socket.addEventListener('close', () => events.closed());
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.close(),
  };
}

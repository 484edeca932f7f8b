import { Chat } from '../machine/chat.ts';
import type { Store } from '../machine/outbox.ts';
import type { Message } from '../machine/protocol.ts';
import type { FakeClock } from './clock.ts';
import type { FakeHub } from './hub.ts';

export class MemoryStore implements Store {
  readonly #texts = new Map<string, string>();

  names(): string[] {
    return [...this.#texts.keys()];
  }

  read(name: string): string | null {
    return this.#texts.get(name) ?? null;
  }

  write(name: string, text: string): void {
    this.#texts.set(name, text);
  }

  remove(name: string): void {
    this.#texts.delete(name);
  }
}

export const PAGE = { url: 'https://shop.example/', title: 'Shop', referrer: '' };

/** One browser: what its tabs share, and the token that the site's own storage keeps. */
export class FakeBrowser {
  readonly hub: FakeHub;
  readonly clock: FakeClock;
  readonly store = new MemoryStore();
  readonly tabs: Chat[] = [];
  readonly arrived: Message[] = [];
  kept = '';
  #ids = 0;

  constructor(hub: FakeHub, clock: FakeClock) {
    this.hub = hub;
    this.clock = clock;
  }

  /** Opens a tab with the chat in it, and waits until it stands. */
  async open(): Promise<Chat> {
    const chat = this.load();
    chat.show(true);
    await this.clock.advance(100);
    return chat;
  }

  load(): Chat {
    const chat: Chat = new Chat(
      {
        clock: this.clock,
        store: this.store,
        newId: () => `client-id-${++this.#ids}`,
        requestSession: (wish) => this.hub.request(wish),
        connect: (events) => this.hub.connect(events),
        keepToken: (token, instead) => this.#keep(chat, token, instead),
        tellRead: () => undefined,
        arrived: (message) => this.arrived.push(message),
        changed: () => undefined,
      },
      { token: this.kept, box: 'box' },
      'en',
    );
    this.tabs.push(chat);
    chat.begin(this.hub.settings, PAGE);
    return chat;
  }

  /** As the loader does it: what another tab has put there first stays. */
  #keep(chat: Chat, token: string, instead: string): void {
    if (this.kept === instead) this.kept = token;
    queueMicrotask(() => chat.givePass({ token: this.kept, box: 'box' }));
  }
}

export function texts(chat: Chat): string[] {
  return chat.thread.messages.map(({ text }) => text);
}

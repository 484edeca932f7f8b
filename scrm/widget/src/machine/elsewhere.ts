/** Going on elsewhere: the places there are, and a link to the one that the visitor chose. */
import type { Chat } from './chat.ts';
import { Timer } from './clock.ts';
import type { HubFrame, Place } from './protocol.ts';

/** A link is renewed so long before it runs out: who presses it needs a moment to get there. */
const RENEWED_BEFORE_MS = 60_000;
const AGAIN_AFTER_MS = 15_000;

export class Elsewhere {
  readonly #chat: Chat;
  readonly #renewal: Timer;
  #places: readonly Place[] = [];
  #chosen: Place | null = null;
  #url = '';
  #isRefused = false;
  #isAsked = false;

  constructor(chat: Chat) {
    this.#chat = chat;
    this.#renewal = new Timer(chat.use.clock);
  }

  /** Where this visitor can go on: nowhere while there is nothing to go on with. */
  get places(): readonly Place[] {
    return this.#chat.thread.messages.length > 0 ? this.#places : [];
  }

  get chosen(): Place | null {
    return this.#chosen;
  }

  /** '' while it is on its way. */
  get url(): string {
    return this.#url;
  }

  get isRefused(): boolean {
    return this.#isRefused;
  }

  /** Null: stay here after all. */
  choose(place: Place | null): void {
    this.#chosen = place;
    this.#forget();
    this.ask();
    this.#chat.use.changed();
  }

  found(places: readonly Place[]): void {
    this.#places = places;
    const isThere = places.some(({ platform }) => platform === this.#chosen?.platform);
    if (this.#chosen && !isThere) this.choose(null);
  }

  /** Has the link on hand before it is pressed: a page may open a window only while it is. */
  ask(): void {
    if (!this.#chosen || this.#isAsked || this.#url !== '' || !this.#chat.link.isLive) return;
    const { platform } = this.#chosen;
    this.#isAsked = true;
    if (!this.#chat.link.send({ type: 'continue', platform })) this.#isAsked = false;
  }

  heard(frame: HubFrame & { type: 'continue' }): void {
    this.#isAsked = false;
    if (frame.platform !== this.#chosen?.platform) return;
    this.#url = frame.url;
    this.#isRefused = frame.url === '';
    const lasts = Math.max(frame.seconds * 1000 - RENEWED_BEFORE_MS, AGAIN_AFTER_MS);
    this.#renewal.set(this.#isRefused ? AGAIN_AFTER_MS : lasts, () => {
      this.#url = '';
      this.ask();
      this.#chat.use.changed();
    });
  }

  /** The connection is gone, and with it what was asked. The link that is there stays good. */
  interrupted(): void {
    this.#isAsked = false;
  }

  #forget(): void {
    this.#renewal.clear();
    this.#url = '';
    this.#isRefused = false;
    this.#isAsked = false;
  }
}

/** How it was: asked once a conversation is done, said until the hub has it. */
import type { Store } from './outbox.ts';
import type { ClientFrame } from './protocol.ts';

export type Said = ClientFrame & { type: 'rated' };

export class Rating {
  readonly #store: Store;
  readonly #name: string;
  #due = '';
  #said: Said | null = null;
  #isThanked = false;

  constructor(store: Store, box: string) {
    this.#store = store;
    this.#name = `rating:${box}`;
  }

  /** Whether to ask; not of what was said, or waved away, before. */
  get isAsked(): boolean {
    return this.#due !== '' && !this.#said && this.#store.read(this.#name) !== this.#due;
  }

  /** Whether the last word about it was the visitor's. */
  get isThanked(): boolean {
    return this.#isThanked;
  }

  get unsent(): Said | null {
    return this.#said;
  }

  ask(conversation: string): void {
    if (conversation !== '' && conversation !== this.#due) this.#isThanked = false;
    this.#due = conversation;
  }

  say(score: number, comment: string): void {
    this.#said = { type: 'rated', conversation: this.#due, score, comment };
  }

  pass(): void {
    this.#store.write(this.#name, this.#due);
  }

  /** The hub has it from this tab or another, or does not want it any more. */
  settle(conversation: string, isKept: boolean): void {
    if (conversation === this.#said?.conversation) this.#said = null;
    if (conversation !== this.#due) return;
    this.#due = '';
    this.#isThanked = isKept;
  }

  /** The talk goes on: it is not done, nobody reads thanks for it, and its end is asked of anew. */
  goOn(): void {
    this.clear();
    this.#due = '';
    this.#isThanked = false;
  }

  clear(): void {
    this.#store.remove(this.#name);
  }
}

/** How far the visitor has read, in all tabs together, and what is unread. */
import type { Message } from './protocol.ts';

export class Reading {
  #seq: number;
  /** What the hub was told of it, and what it has certainly heard. */
  #told: number;
  readonly #known: number;

  constructor(seq: number) {
    this.#seq = seq;
    this.#told = seq;
    this.#known = seq;
  }

  get seq(): number {
    return this.#seq;
  }

  unread(messages: readonly Message[]): number {
    return messages.filter((message) => message.by === 'agent' && message.seq > this.#seq).length;
  }

  /** The seq of the first message that is new to the visitor; 0 for none. */
  firstUnread(messages: readonly Message[]): number {
    return messages.find(({ by, seq }) => by === 'agent' && seq > this.#seq)?.seq ?? 0;
  }

  /** False when that was read already. */
  advance(seq: number): boolean {
    if (seq <= this.#seq) return false;
    this.#seq = seq;
    return true;
  }

  /** Another tab has told the hub. */
  advancedElsewhere(seq: number): boolean {
    this.#told = Math.max(this.#told, seq);
    return this.advance(seq);
  }

  /** What the hub is still to be told; null when it knows. */
  untold(): number | null {
    return this.#seq > this.#told ? this.#seq : null;
  }

  told(seq: number): void {
    this.#told = Math.max(this.#told, seq);
  }

  /** A new connection: what was told over the old one may not have arrived. */
  doubt(): void {
    this.#told = this.#known;
  }
}

/** The messages that are shown: each once, in the order of their seqs. */
import type { Message } from './protocol.ts';

/** How many seqs further back each wish for earlier messages goes. */
const FURTHER_LOOK = 300;

export class Thread {
  readonly #messages = new Map<number, Message>();
  readonly #deleted = new Set<number>();
  #ordered: readonly Message[] | null = null;
  #cursor: number;
  #floor: number;

  /** Everything behind `after` is asked for. */
  constructor(after: number) {
    this.#cursor = after;
    this.#floor = after;
  }

  /** Whether there may be messages from before the first that was asked for. */
  get hasEarlier(): boolean {
    return this.#floor > 0;
  }

  /**
   * How far the hub has told us everything. The answer to a message of ours does not move it:
   * what came between may still be on its way to us.
   */
  get cursor(): number {
    return this.#cursor;
  }

  get messages(): readonly Message[] {
    this.#ordered ??= [...this.#messages.values()].sort((one, other) => one.seq - other.seq);
    return this.#ordered;
  }

  get lastSeq(): number {
    return this.messages.at(-1)?.seq ?? 0;
  }

  toldUpTo(seq: number): void {
    this.#cursor = Math.max(this.#cursor, seq);
  }

  /** Start again from further back; what is shown stays, and is not shown again. */
  goBack(): void {
    this.#floor = Math.max(0, this.#floor - FURTHER_LOOK);
    this.#cursor = this.#floor;
  }

  /** False when it was there already. */
  add(message: Message): boolean {
    if (this.#messages.has(message.seq) || this.#deleted.has(message.seq)) return false;
    this.#put(message);
    return true;
  }

  /** What was never shown is not shown for having been changed: it comes in its turn. */
  edit(message: Message): void {
    if (this.#messages.has(message.seq)) this.#put(message);
  }

  delete(seq: number): void {
    this.#deleted.add(seq);
    this.#messages.delete(seq);
    this.#ordered = null;
  }

  #put(message: Message): void {
    this.#messages.set(message.seq, message);
    this.#ordered = null;
  }
}

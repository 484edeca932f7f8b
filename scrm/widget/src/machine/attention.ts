/** Whether the visitor looks at the thread, and what that makes read. */
import type { Chat } from './chat.ts';

export class Attention {
  readonly #chat: Chat;
  #isLooking = false;
  #unreadFrom = 0;

  constructor(chat: Chat) {
    this.#chat = chat;
  }

  get isLooking(): boolean {
    return this.#isLooking;
  }

  /** The seq of the first message that was new when the visitor came to look; 0 for none. */
  get unreadFrom(): number {
    return this.#unreadFrom;
  }

  look(isLooking: boolean): void {
    if (isLooking === this.#isLooking) return;
    this.#isLooking = isLooking;
    if (isLooking) this.#unreadFrom = 0;
    this.caughtUp();
  }

  /** What came while nobody looked is marked as new before it is read. */
  caughtUp(): void {
    const { reading, thread } = this.#chat;
    if (this.#isLooking) this.#unreadFrom ||= reading.firstUnread(thread.messages);
    this.readAll();
  }

  readAll(): void {
    const { thread, reading, outbound, use } = this.#chat;
    const last = thread.messages.findLast((message) => message.by === 'agent');
    if (!this.#isLooking || !last || !reading.advance(last.seq)) return;
    use.tellRead(last.seq);
    outbound.flush();
    use.changed();
  }

  /** In another tab, which has told the hub. */
  readElsewhere(seq: number): void {
    if (this.#chat.reading.advancedElsewhere(seq)) this.#chat.use.changed();
  }
}

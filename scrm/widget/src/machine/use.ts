/** What the chat needs of the page it lives in. */
import type { Clock } from './clock.ts';
import type { Socket, SocketEvents } from './link.ts';
import type { Store } from './outbox.ts';
import type { Message } from './protocol.ts';
import type { SessionAnswer, SessionWish } from './session.ts';

export interface ChatUse {
  clock: Clock;
  store: Store;
  /** A new random name, 8 to 40 characters of A-Z a-z 0-9 _ -. */
  newId(): string;
  requestSession(wish: SessionWish): Promise<SessionAnswer>;
  connect(events: SocketEvents): Socket;
  /** Ask the site's storage to keep a token; what it keeps comes back through `givePass`. */
  keepToken(token: string, instead: string): void;
  /** The other tabs of this visitor shall know how far was read. */
  tellRead(seq: number): void;
  /** A message that the visitor has not seen came while the page was open. */
  arrived(message: Message): void;
  changed(): void;
}

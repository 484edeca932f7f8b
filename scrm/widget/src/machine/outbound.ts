/** What is said to the hub: what was written, how far was read, which page is looked at. */
import type { PageView } from '../shared/bridge.ts';
import { backoff } from './backoff.ts';
import type { Chat } from './chat.ts';
import { Timer } from './clock.ts';
import { frameOf, type Entry } from './outbox.ts';
import type { Attachment, FormValues } from './protocol.ts';
import type { Said } from './rating.ts';

/** A message that nobody answers for so long went into a connection that is none. */
export const CONFIRMED_WITHIN_MS = 20_000;

export class Outbound {
  readonly #chat: Chat;
  readonly #overdue: Timer;
  readonly #busy: Timer;
  readonly #typed: Timer;
  #busyTimes = 0;
  #lastAt = 0;
  #formUnderWay: FormValues | null = null;
  #ratingUnderWay: Said | null = null;
  #toldPage = '';

  constructor(chat: Chat) {
    this.#chat = chat;
    this.#overdue = new Timer(chat.use.clock);
    this.#busy = new Timer(chat.use.clock);
    this.#typed = new Timer(chat.use.clock);
  }

  add(text: string, attachments: readonly Attachment[], pressed: string | null): void {
    const { outbox, use, rating } = this.#chat;
    rating.goOn();
    this.#lastAt = Math.max(use.clock.now(), this.#lastAt + 1);
    outbox.add({
      clientId: use.newId(),
      text,
      attachments,
      pressed,
      at: this.#lastAt,
      refusal: '',
    });
    this.flush();
    use.changed();
  }

  /** The token for a file, once the site's storage has it; '' until then. What went up under a token
   *  that is gone with the page, nobody could send any more. */
  fileToken(): string {
    const { token, isKept } = this.#chat;
    if (token !== '' && !isKept) this.#chat.askToKeep();
    return isKept ? token : '';
  }

  /** `null` waves the question away. */
  rate(score: number | null, comment: string): void {
    const { rating, use } = this.#chat;
    if (score === null) rating.pass();
    else rating.say(score, comment);
    this.flush();
    use.changed();
  }

  /** The visitor types: said at most once in a while. */
  typing(): void {
    if (this.#typed.isSet || !this.#chat.link.send({ type: 'typing' })) return;
    this.#typed.set(1_500, () => undefined);
  }

  /** Say what is still to be said, as far as the connection allows. */
  flush(): void {
    const { link, outbox, introduction, isKept } = this.#chat;
    const hasWords = introduction.unsent !== null || outbox.entries.length > 0;
    if (hasWords) link.start();
    if (!link.isLive) return;
    this.#tellPage();
    this.#tellRead();
    this.#sendRating();
    if (!hasWords) return;
    // A conversation begins with its first word: who says it must be able to come back to it.
    if (!isKept) return this.#chat.askToKeep();
    this.#sendForm();
    this.#sendNext();
  }

  /** The connection is gone, and what it did with our words nobody knows. */
  interrupt(): void {
    this.#overdue.clear();
    this.#busy.clear();
    this.#formUnderWay = null;
    this.#ratingUnderWay = null;
    this.#chat.outbox.interrupt();
    this.#chat.reading.doubt();
  }

  settled(clientId: string): Entry | null {
    const entry = this.#chat.outbox.settle(clientId);
    if (!entry) return null;
    this.#busyTimes = 0;
    this.#overdue.clear();
    this.flush();
    return entry;
  }

  refused(clientId: string, code: string): void {
    this.#overdue.clear();
    if (code !== 'busy') {
      this.#chat.outbox.refuse(clientId, code);
      return this.flush();
    }
    this.#busyTimes += 1;
    this.#busy.set(backoff(this.#busyTimes, this.#chat.use.clock.random()), () => {
      this.#chat.outbox.interrupt();
      this.flush();
    });
  }

  /** The session was asked for on this page. */
  toldPage({ url }: PageView): void {
    this.#toldPage = url;
  }

  #tellPage(): void {
    const { url, title } = this.#chat.page;
    if (url === this.#toldPage) return;
    if (this.#chat.link.send({ type: 'page', url, title })) this.#toldPage = url;
  }

  #tellRead(): void {
    const { reading, link } = this.#chat;
    const seq = reading.untold();
    if (seq !== null && link.send({ type: 'read', seq })) reading.told(seq);
  }

  #sendForm(): void {
    const values = this.#chat.introduction.unsent;
    if (!values || this.#formUnderWay === values) return;
    this.#formUnderWay = this.#chat.link.send({ type: 'form', values }) ? values : null;
  }

  /** Said again to every new connection until it is answered: the hub keeps the first. */
  #sendRating(): void {
    const said = this.#chat.rating.unsent;
    if (!said || this.#ratingUnderWay === said) return;
    this.#ratingUnderWay = this.#chat.link.send(said) ? said : null;
  }

  #sendNext(): void {
    const { outbox, link } = this.#chat;
    const entry = outbox.next();
    if (!entry) return;
    link.send(frameOf(entry));
    this.#overdue.set(CONFIRMED_WITHIN_MS, () => link.restart());
  }
}

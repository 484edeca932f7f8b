/**
 * The chat of one visitor in one tab, without a page: session, connection, thread, outbox.
 *
 * What makes it safe: nothing is shown as sent before the hub said so; what the hub did not confirm
 * is kept and sent again under the same id; the place to resume from moves only with what the hub
 * told in its order.
 */
import type { PageView, Pass } from '../shared/bridge.ts';
import { ALWAYS } from '../shared/hours.ts';
import { settingsOf, type Settings } from '../shared/settings.ts';
import { Attention } from './attention.ts';
import { Elsewhere } from './elsewhere.ts';
import { Inbound } from './inbound.ts';
import { Introduction, type Questions } from './introduction.ts';
import { Link, type Prepared } from './link.ts';
import { Outbox } from './outbox.ts';
import { Outbound } from './outbound.ts';
import type { Attachment, FormValues } from './protocol.ts';
import { Rating } from './rating.ts';
import { Reading } from './reading.ts';
import type { Session } from './session.ts';
import { Thread } from './thread.ts';
import type { ChatUse } from './use.ts';

/** How many seqs back the first look goes; the rest is fetched when asked for. */
export const FIRST_LOOK = 100;

export class Chat {
  readonly use: ChatUse;
  readonly link: Link;
  readonly outbound: Outbound;
  readonly inbound: Inbound;
  readonly attention: Attention;
  readonly elsewhere: Elsewhere;
  #pass: Pass;
  #session: Session | null = null;
  #settings: Settings = settingsOf(null);
  #identity = '';
  /** The identity until the hub has taken it: proven once, the token carries it. */
  #unproven = '';
  #page: PageView = { url: '', title: '', referrer: '' };
  /** The visitor's own language. */
  #locale: string;
  #isOpen = false;
  #isKept = false;
  #thread = new Thread(0);
  #reading = new Reading(0);
  #outbox: Outbox;
  #introduction: Introduction;
  #rating: Rating;

  constructor(use: ChatUse, pass: Pass, locale: string) {
    this.use = use;
    this.#pass = pass;
    this.#locale = locale;
    this.#outbox = new Outbox(use.store, pass.box);
    this.#introduction = new Introduction(use.store, pass.box);
    this.#rating = new Rating(use.store, pass.box);
    this.inbound = new Inbound(this);
    this.attention = new Attention(this);
    this.outbound = new Outbound(this);
    this.elsewhere = new Elsewhere(this);
    this.link = new Link(
      {
        prepare: () => this.#prepare(),
        connect: (events) => use.connect(events),
        hello: () => ({
          type: 'hello',
          token: this.token,
          after: this.thread.cursor,
          page: this.#page,
          locale: this.#locale,
        }),
        heard: (frame) => this.inbound.heard(frame),
        changed: () => this.#linkChanged(),
      },
      use.clock,
    );
  }

  get thread(): Thread {
    return this.#thread;
  }

  get reading(): Reading {
    return this.#reading;
  }

  get outbox(): Outbox {
    return this.#outbox;
  }

  get introduction(): Introduction {
    return this.#introduction;
  }

  get rating(): Rating {
    return this.#rating;
  }

  get token(): string {
    return this.#session?.token ?? '';
  }

  /** Whether the site's storage has the token: only then may there be something to come back to. */
  get isKept(): boolean {
    return this.#isKept;
  }

  get page(): PageView {
    return this.#page;
  }

  get settings(): Settings {
    return this.#session?.settings ?? this.#settings;
  }

  get unread(): number {
    return this.reading.unread(this.thread.messages);
  }

  /** What is asked of the visitor. Where to reach somebody the site knows, the site knows. */
  get questions(): Questions | null {
    const hours = this.#identity === '' ? this.inbound.hours : ALWAYS;
    return this.introduction.questions(this.settings, hours, this.#isStranger);
  }

  get #isStranger(): boolean {
    const isKnown = this.#session
      ? this.#session.conversation !== null || this.#session.visitorName !== ''
      : this.#pass.token !== '';
    const hasWritten = this.thread.messages.length > 0 || this.outbox.entries.length > 0;
    return !isKnown && !hasWritten;
  }

  /** Somebody who was here before is served at once; a stranger when the chat is opened. */
  begin(settings: Settings, page: PageView): void {
    this.#settings = settings;
    this.#page = page;
    if (this.#pass.token !== '') this.link.start();
  }

  show(isOpen: boolean): void {
    this.#isOpen = isOpen;
    if (isOpen) this.link.start();
  }

  /** Another tab has closed: what it had not sent is ours to send. */
  takeOver(): void {
    this.outbox.adopt();
    this.outbound.flush();
    this.use.changed();
  }

  write(text: string, attachments: readonly Attachment[]): void {
    this.outbound.add(text, attachments, null);
  }

  press(label: string, value: string): void {
    this.outbound.add(label, [], value);
  }

  retry(clientId: string): void {
    this.outbox.retry(clientId);
    this.outbound.flush();
    this.use.changed();
  }

  discard(clientId: string): void {
    this.outbound.settled(clientId);
    this.use.changed();
  }

  /** `null` passes the form over. */
  introduce(values: FormValues | null): void {
    if (values) this.introduction.submit(values);
    else this.introduction.skip(!this.inbound.hours.isOpen);
    this.outbound.flush();
    this.use.changed();
  }

  visit(page: PageView): void {
    this.#page = page;
    this.outbound.flush();
  }

  showEarlier(): void {
    this.thread.goBack();
    this.link.restart();
  }

  identify(identity: string): void {
    if (identity === this.#identity) return;
    this.#identity = identity;
    this.#unproven = identity;
    this.#startAnew();
  }

  /** What the site's storage keeps: ours, or what another tab put there first. */
  givePass(pass: Pass): void {
    const isOurs = pass.token !== '' && pass.token === this.token;
    const hadBox = this.#pass.box;
    this.#pass = pass;
    if (pass.box !== hadBox) this.#becomeStranger();
    else if (isOurs) {
      this.#isKept = true;
      this.outbound.flush();
      this.use.changed();
    } else if (pass.token !== '') this.#startAnew();
  }

  /** Start over from a conversation that is not the one we knew. */
  resetThread(conversation: string): void {
    this.#layOut({ id: conversation, lastSeq: 0, readSeq: 0 });
    this.link.restart();
  }

  #becomeStranger(): void {
    this.outbox.clear();
    this.introduction.clear();
    this.rating.clear();
    this.#outbox = new Outbox(this.use.store, this.#pass.box);
    this.#introduction = new Introduction(this.use.store, this.#pass.box);
    this.#rating = new Rating(this.use.store, this.#pass.box);
    this.#identity = '';
    this.#unproven = '';
    this.#layOut(null);
    this.#startAnew();
  }

  #startAnew(): void {
    this.link.stop();
    this.#session = null;
    this.#isKept = false;
    this.outbox.interrupt();
    this.use.changed();
    if (this.#isOpen || this.#pass.token !== '' || this.#identity !== '') this.link.start();
  }

  forgetSession(): void {
    this.#session = null;
  }

  async #prepare(): Promise<Prepared> {
    if (this.#session) return this.#mayConnect(this.#session);
    const [pass, identity] = [this.#pass, this.#unproven];
    const answer = await this.use.requestSession({
      token: pass.token,
      identity,
      page: this.#page,
      locale: this.#locale,
    });
    // Meanwhile it became somebody else's chat: the link has been told, and asks again.
    if (pass !== this.#pass || identity !== this.#unproven) return { outcome: 'idle' };
    this.#unproven = answer.outcome === 'again' ? identity : '';
    // A page with a proof that is too old still has a chat: with whoever the token says.
    if (answer.outcome === 'never' && identity !== '') return this.#prepare();
    if (answer.outcome !== 'session') return answer;
    this.#take(answer.session);
    return this.#mayConnect(answer.session);
  }

  #mayConnect(session: Session): Prepared {
    const isAwaited = this.#isOpen || session.conversation || this.outbox.entries.length > 0;
    return { outcome: isAwaited || this.#identity !== '' ? 'ready' : 'idle' };
  }

  #take(session: Session): void {
    this.#session = session;
    const isKnown = session.token === this.#pass.token;
    this.#isKept = isKnown;
    this.outbound.toldPage(this.#page);
    this.inbound.opened(session.hours);
    if (!isKnown || this.thread.messages.length === 0) this.#layOut(session.conversation);
    if (!isKnown && (session.conversation || this.#identity !== '')) this.askToKeep();
    this.use.changed();
  }

  #layOut(conversation: Session['conversation']): void {
    const { id, lastSeq, readSeq } = conversation ?? { id: '', lastSeq: 0, readSeq: 0 };
    this.#thread = new Thread(Math.max(0, Math.min(lastSeq - FIRST_LOOK, readSeq)));
    this.#reading = new Reading(readSeq);
    this.elsewhere.choose(null);
    this.inbound.begin(id);
  }

  askToKeep(): void {
    this.use.keepToken(this.token, this.#pass.token);
  }

  #linkChanged(): void {
    if (!this.link.isLive) {
      this.outbound.interrupt();
      this.inbound.hushed();
      this.elsewhere.interrupted();
    }
    this.use.changed();
  }
}

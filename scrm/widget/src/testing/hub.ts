import type { Socket, SocketEvents } from '../machine/link.ts';
import type { SessionAnswer, SessionWish } from '../machine/session.ts';
import { hoursOf } from '../shared/hours.ts';
import { settingsOf } from '../shared/settings.ts';
import type { FakeClock } from './clock.ts';

interface Row {
  seq: number;
  by: 'visitor' | 'agent';
  text: string;
  clientId: string;
}

type Frame = Record<string, unknown> & { type: string };

/** A line from one tab to the hub; what is said on it arrives in its order, or not at all. */
export class FakeSocket implements Socket {
  readonly said: Frame[] = [];
  isOpen = true;
  isGreeted = false;
  readonly #hub: FakeHub;
  readonly #events: SocketEvents;

  constructor(hub: FakeHub, events: SocketEvents) {
    this.#hub = hub;
    this.#events = events;
  }

  open(): void {
    if (this.isOpen) this.#events.opened();
  }

  send(text: string): void {
    if (!this.isOpen) return;
    const frame = JSON.parse(text) as Frame;
    this.said.push(frame);
    this.#hub.heard(this, frame);
  }

  close(): void {
    this.isOpen = false;
  }

  /** The line breaks: neither side hears of the other any more. */
  drop(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#events.closed();
  }

  tell(frame: Frame): void {
    if (this.isOpen) this.#events.said(JSON.stringify(frame));
  }

  count(type: string): number {
    return this.said.filter((frame) => frame.type === type).length;
  }
}

/** A hub as the protocol describes it, with a switch for every way in which a line can break. */
export class FakeHub {
  readonly rows: Row[] = [];
  readonly sockets: FakeSocket[] = [];
  readonly wishes: SessionWish[] = [];
  readonly forms: unknown[] = [];
  readonly reads: number[] = [];
  readonly #clock: FakeClock;
  #seq = 0;
  /** Sees each frame first; what it answers true to is not handled further. */
  intercept: (socket: FakeSocket, frame: Frame) => boolean = () => false;
  answerSession: (wish: SessionWish) => SessionAnswer = (wish) => this.session(wish);
  settings = settingsOf({ title: 'Shop' });
  hours: Record<string, unknown> = { open: true, opens_at: null };
  rate: string | null = null;
  readonly ratings: unknown[] = [];
  places: { platform: string; label: string }[] = [];
  refusesToContinue = false;
  #links = 0;
  readSeq = 0;
  conversation = 'c1';

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  get line(): FakeSocket {
    const last = this.sockets.at(-1);
    if (!last) throw new Error('nobody has called');
    return last;
  }

  session(wish: SessionWish): SessionAnswer {
    const lastSeq = this.rows.at(-1)?.seq ?? 0;
    const conversation = { id: this.conversation, lastSeq, readSeq: this.readSeq };
    return {
      outcome: 'session',
      session: {
        token: wish.token === '' ? `token-${this.wishes.length}` : wish.token,
        visitorName: '',
        settings: this.settings,
        hours: hoursOf(this.hours),
        conversation: this.rows.length > 0 ? conversation : null,
      },
    };
  }

  request(wish: SessionWish): Promise<SessionAnswer> {
    this.wishes.push(wish);
    return Promise.resolve(this.answerSession(wish));
  }

  connect(events: SocketEvents): FakeSocket {
    const socket = new FakeSocket(this, events);
    this.sockets.push(socket);
    this.#clock.later(20, () => socket.open());
    return socket;
  }

  /** An agent writes. */
  say(text: string): Row {
    return this.#commit({ by: 'agent', text, clientId: '' }, null);
  }

  told(row: Row): Frame {
    const { seq, by, text, clientId } = row;
    const ours = clientId === '' ? {} : { client_id: clientId };
    return { type: 'message', seq, id: `m${seq}`, by, name: 'Mira', text, at: 'now', ...ours };
  }

  /** In its order, or not at all: who was not told of what came before is not told of this. */
  tell(socket: FakeSocket, row: Row): void {
    if (socket.isGreeted) socket.tell(this.told(row));
  }

  heard(socket: FakeSocket, frame: Frame): void {
    if (this.intercept(socket, frame)) return;
    if (frame.type === 'hello') this.#greet(socket, Number(frame.after));
    if (frame.type === 'message' || frame.type === 'press')
      this.confirm(socket, this.take(frame, socket));
    if (frame.type === 'continue') this.#continue(socket, String(frame.platform));
    if (frame.type === 'ping') socket.tell({ type: 'pong' });
    if (frame.type === 'read') this.reads.push(Number(frame.seq));
    if (frame.type === 'rated') this.#rated(socket, frame);
    if (frame.type === 'form') {
      this.forms.push(frame.values);
      socket.tell({ type: 'formed' });
    }
  }

  /** Commits a visitor's message, once. */
  take(frame: Frame, from: FakeSocket): Row {
    const clientId = String(frame.client_id);
    const known = this.rows.find((row) => row.clientId === clientId);
    const text = String(frame.type === 'press' ? frame.label : frame.text);
    return known ?? this.#commit({ by: 'visitor', text, clientId }, from);
  }

  confirm(socket: FakeSocket, { clientId, seq }: Row): void {
    socket.tell({ type: 'sent', client_id: clientId, seq, id: `m${seq}`, at: 'now' });
  }

  /** The first word about a conversation counts. */
  #rated(socket: FakeSocket, { conversation, score, comment }: Frame): void {
    if (this.rate === conversation) this.ratings.push([score, comment]);
    this.rate = null;
    socket.tell({ type: 'rated', conversation, score });
  }

  #greet(socket: FakeSocket, after: number): void {
    const conversation = this.rows.length > 0 ? this.conversation : null;
    const agents = [{ name: 'Mira', photo: '' }];
    const { hours, rate, places } = this;
    const ready = { type: 'ready', conversation, agents, ping: 25, rate, ...hours };
    socket.tell({ ...ready, continue_on: places });
    for (const row of this.rows.filter(({ seq }) => seq > after)) socket.tell(this.told(row));
    socket.tell({ type: 'caught_up', seq: this.#seq });
    socket.isGreeted = true;
  }

  #continue(socket: FakeSocket, platform: string): void {
    if (this.refusesToContinue) {
      return socket.tell({ type: 'continue', platform, code: 'too_many', detail: '' });
    }
    const url = `https://t.me/shop_bot?start=token-${++this.#links}`;
    socket.tell({ type: 'continue', platform, url, seconds: 1800 });
  }

  /** Seqs have gaps: notes are counted and never told. */
  #commit(row: Omit<Row, 'seq'>, from: FakeSocket | null): Row {
    this.#seq += 1 + Math.floor(this.#clock.random() * 3);
    const committed = { ...row, seq: this.#seq };
    this.rows.push(committed);
    for (const socket of this.sockets) {
      if (socket !== from) this.tell(socket, committed);
    }
    return committed;
  }
}

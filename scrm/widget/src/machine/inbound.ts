/** What the hub tells: messages, how ours fared, who is there, who types. */
import type { Chat } from './chat.ts';
import { ALWAYS, type Hours } from '../shared/hours.ts';
import { Timer } from './clock.ts';
import type { Entry } from './outbox.ts';
import type { Agent, HubFrame, Message } from './protocol.ts';

/** An agent who types says so again before this is over. */
const TYPING_FOR_MS = 8_000;

export class Inbound {
  readonly #chat: Chat;
  readonly #typingEnds: Timer;
  #agents: readonly Agent[] = [];
  #typing: string | null = null;
  #theirRead = 0;
  #hasCaughtUp = false;
  #conversation = '';
  #hours = ALWAYS;

  constructor(chat: Chat) {
    this.#chat = chat;
    this.#typingEnds = new Timer(chat.use.clock);
  }

  get agents(): readonly Agent[] {
    return this.#agents;
  }

  /** Whose typing it is ('' where the hub does not say), or null. */
  get typing(): string | null {
    return this.#typing;
  }

  get hours(): Hours {
    return this.#hours;
  }

  /** As the session says; the connection says it again, and whenever it turns. */
  opened(hours: Hours): void {
    this.#hours = hours;
  }

  /** How far the agents have read. */
  get theirRead(): number {
    return this.#theirRead;
  }

  /** Nothing that lasts only as long as a connection outlives it. */
  hushed(): void {
    this.#typing = null;
    this.#typingEnds.clear();
  }

  /** Another conversation begins: of this one nothing counts any more. */
  begin(conversation: string): void {
    this.#conversation = conversation;
    this.#theirRead = 0;
    this.#hasCaughtUp = false;
  }

  heard(frame: HubFrame): void {
    if (frame.type === 'pong') return;
    if (!this.#heardOfThread(frame) && !this.#heardOfVisit(frame)) this.#heardOfPeople(frame);
    this.#chat.use.changed();
  }

  #heardOfThread(frame: HubFrame): boolean {
    const { thread, outbound } = this.#chat;
    switch (frame.type) {
      case 'message':
        this.#received(frame.message);
        return true;
      case 'edited':
        thread.edit(frame.message);
        return true;
      case 'deleted':
        thread.delete(frame.seq);
        return true;
      case 'caught_up':
        thread.toldUpTo(frame.seq);
        this.#hasCaughtUp = true;
        this.#chat.attention.caughtUp();
        outbound.flush();
        this.#chat.elsewhere.ask();
        return true;
      case 'sent':
        this.#sent(frame);
        return true;
      case 'refused':
        outbound.refused(frame.clientId, frame.code);
        return true;
      default:
        return false;
    }
  }

  #heardOfVisit(frame: HubFrame): boolean {
    const { introduction, rating } = this.#chat;
    switch (frame.type) {
      case 'formed':
        if (introduction.unsent) introduction.finish();
        return true;
      case 'unformed':
        if (introduction.unsent) introduction.refuse(frame.field);
        return true;
      case 'hours':
        this.#hours = frame.hours;
        return true;
      case 'rate':
        rating.ask(frame.rate);
        return true;
      case 'rated':
      case 'unrated':
        rating.settle(frame.conversation, frame.type === 'rated');
        return true;
      default:
        return false;
    }
  }

  #heardOfPeople(frame: HubFrame): void {
    switch (frame.type) {
      case 'ready':
        this.#agents = frame.agents;
        this.#hours = frame.hours;
        this.#chat.rating.ask(frame.rate);
        this.#chat.elsewhere.found(frame.places);
        if (this.#isAnother(frame.conversation)) this.#chat.resetThread(frame.conversation);
        break;
      case 'continue':
        this.#chat.elsewhere.heard(frame);
        break;
      case 'typing':
        this.#typed(frame.isOn, frame.name);
        break;
      case 'read':
        this.#theirRead = Math.max(this.#theirRead, frame.seq);
        break;
      case 'ended':
        if (frame.code === 'unauthorised') this.#chat.forgetSession();
    }
  }

  #isAnother(conversation: string): boolean {
    const known = this.#conversation;
    this.#conversation = conversation || known;
    return known !== '' && this.#conversation !== known;
  }

  #received(message: Message): void {
    const { thread, outbound, reading, use } = this.#chat;
    thread.toldUpTo(message.seq);
    if (message.clientId !== '') outbound.settled(message.clientId);
    if (!thread.add(message) || message.by !== 'agent') return;
    this.hushed();
    if (!this.#hasCaughtUp || message.seq <= reading.seq) return;
    use.arrived(message);
    this.#chat.attention.readAll();
  }

  #sent(frame: HubFrame & { type: 'sent' }): void {
    const entry = this.#chat.outbound.settled(frame.clientId);
    if (entry) this.#chat.thread.add(messageOf(entry, frame));
  }

  #typed(isOn: boolean, name: string): void {
    this.hushed();
    if (!isOn) return;
    this.#typing = name;
    this.#typingEnds.set(TYPING_FOR_MS, () => {
      this.#typing = null;
      this.#chat.use.changed();
    });
  }
}

/** Our own message as the hub will tell it: told again, it has this seq and is known. */
function messageOf(entry: Entry, sent: HubFrame & { type: 'sent' }): Message {
  return {
    seq: sent.seq,
    id: sent.id,
    by: 'visitor',
    name: '',
    photo: '',
    text: entry.text,
    isLight: false,
    attachments: entry.attachments,
    buttons: [],
    clientId: entry.clientId,
    at: sent.at,
  };
}

/**
 * The connection: opens, greets, catches up, listens for silence, and comes back after a break.
 *
 * off → waiting ⇄ opening → catching_up → live; over, when the hub wants no more of us.
 */
import { backoff } from './backoff.ts';
import { Timer, type Clock } from './clock.ts';
import { readFrame, type ClientFrame, type EndCode, type HubFrame } from './protocol.ts';

export interface Socket {
  send(text: string): void;
  close(): void;
}

export interface SocketEvents {
  opened(): void;
  said(text: string): void;
  closed(): void;
}

/** Whether a socket can be opened now, later, only when somebody asks for it, or never. */
export type Prepared =
  | { outcome: 'ready' }
  | { outcome: 'again'; afterMs: number }
  | { outcome: 'idle' }
  | { outcome: 'never' };

export interface LinkUse {
  /** Before each try: a session, fetched where there is none. */
  prepare(): Promise<Prepared>;
  connect(events: SocketEvents): Socket;
  hello(): ClientFrame;
  heard(frame: HubFrame): void;
  changed(): void;
}

export type LinkPhase = 'off' | 'waiting' | 'opening' | 'catching_up' | 'live' | 'over';

/** An answer that takes longer than this won't come. */
export const ANSWER_WITHIN_MS = 10_000;

export class Link {
  readonly #use: LinkUse;
  readonly #clock: Clock;
  readonly #retry: Timer;
  readonly #silence: Timer;
  readonly #beat: Timer;
  #phase: LinkPhase = 'off';
  #socket: Socket | null = null;
  /** Counts tries: what belongs to an earlier one is not listened to any more. */
  #generation = 0;
  #failures = 0;
  #pingMs = 0;
  #heardAt = 0;
  /** The hub asked for peace until then. */
  #notBefore = 0;
  #end: { code: EndCode; againInMs: number } | null = null;

  constructor(use: LinkUse, clock: Clock) {
    this.#use = use;
    this.#clock = clock;
    this.#retry = new Timer(clock);
    this.#silence = new Timer(clock);
    this.#beat = new Timer(clock);
  }

  get phase(): LinkPhase {
    return this.#phase;
  }

  get isLive(): boolean {
    return this.#phase === 'live';
  }

  /** Whether it has failed at least once since it was last live. */
  get isBroken(): boolean {
    return this.#failures > 0;
  }

  start(): void {
    if (this.#phase === 'off') void this.#open();
  }

  stop(): void {
    this.#abandon();
    this.#failures = 0;
    this.#move('off');
  }

  /** Leave this connection for a new one, at once. */
  restart(): void {
    if (this.#phase === 'off' || this.#phase === 'over') return;
    this.#abandon();
    void this.#open();
  }

  /** The network is back, the tab is looked at again, the laptop has woken: don't wait any longer. */
  wake(): void {
    if (this.#phase === 'waiting' && this.#clock.now() >= this.#notBefore) return this.restart();
    if (!this.isLive) return;
    const silent = this.#clock.now() - this.#heardAt;
    if (silent > this.#pingMs + ANSWER_WITHIN_MS) this.restart();
    else if (silent > ANSWER_WITHIN_MS) this.#ping();
  }

  /** False when nobody is there to hear it. */
  send(frame: ClientFrame): boolean {
    if (!this.isLive) return false;
    this.#socket?.send(JSON.stringify(frame));
    return true;
  }

  async #open(): Promise<void> {
    const generation = ++this.#generation;
    this.#move('opening');
    const prepared = await this.#use.prepare();
    if (generation !== this.#generation) return;
    if (prepared.outcome === 'never') this.#move('over');
    else if (prepared.outcome === 'idle') this.stop();
    else if (prepared.outcome === 'again') this.#wait(prepared.afterMs);
    else this.#connect(generation);
  }

  #connect(generation: number): void {
    const listening = (call: () => void): void => {
      if (generation === this.#generation) call();
    };
    this.#end = null;
    this.#expectWord();
    this.#socket = this.#use.connect({
      opened: () => listening(() => this.#socket?.send(JSON.stringify(this.#use.hello()))),
      said: (text) => listening(() => this.#said(text)),
      closed: () => listening(() => this.#lost()),
    });
  }

  #said(text: string): void {
    const frame = readFrame(text);
    this.#heardAt = this.#clock.now();
    if (this.isLive) this.#silence.clear();
    else this.#expectWord();
    switch (frame?.type) {
      case 'ready':
        this.#pingMs = frame.pingSeconds * 1000;
        this.#move('catching_up');
        break;
      case 'caught_up':
        this.#failures = 0;
        this.#silence.clear();
        this.#beat.set(this.#pingMs, () => this.#ping());
        this.#move('live');
        break;
      case 'ended':
        this.#end = { code: frame.code, againInMs: (frame.againInSeconds ?? 0) * 1000 };
    }
    if (frame) this.#use.heard(frame);
  }

  /** Whatever else was said: the hub leaves those who say nothing, and so do we. */
  #ping(): void {
    this.#socket?.send(JSON.stringify({ type: 'ping' } satisfies ClientFrame));
    this.#expectWord();
    this.#beat.set(this.#pingMs, () => this.#ping());
  }

  #expectWord(): void {
    this.#silence.set(ANSWER_WITHIN_MS, () => this.#lost());
  }

  #lost(): void {
    const end = this.#end;
    this.#abandon();
    if (end?.code === 'blocked') this.#move('over');
    // Somewhere else the same visitor took over: come back only when somebody looks here.
    else if (end?.code === 'replaced') this.#move('waiting');
    else this.#wait(end?.againInMs ?? 0);
  }

  #wait(atLeastMs: number): void {
    this.#failures += 1;
    this.#notBefore = this.#clock.now() + atLeastMs;
    const pause = backoff(this.#failures, this.#clock.random());
    this.#retry.set(Math.max(pause, atLeastMs), () => void this.#open());
    this.#move('waiting');
  }

  #abandon(): void {
    this.#generation += 1;
    this.#retry.clear();
    this.#silence.clear();
    this.#beat.clear();
    this.#end = null;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #move(phase: LinkPhase): void {
    if (this.#phase === phase) return;
    this.#phase = phase;
    this.#use.changed();
  }
}

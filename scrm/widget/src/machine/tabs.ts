/** The tabs of one visitor act as one: what is read in one is read in all, and one makes the sound. */
import { countOf, fieldsOf, textOf } from '../shared/fields.ts';
import { Timer, type Clock } from './clock.ts';

/** A tab that is looked at keeps the others quiet, and needs no sound itself. */
export type Rank = 'looking' | 'audible';

type Word =
  | { type: 'read'; seq: number }
  | { type: 'claim'; seq: number; rank: Rank; tab: string }
  | { type: 'leaving' };

/** As `BroadcastChannel` has it: what is posted reaches all tabs but this one. */
export interface Channel {
  post(word: unknown): void;
  heard(listen: (word: unknown) => void): void;
}

export interface TabsUse {
  readElsewhere(seq: number): void;
  /** A tab is closing: what it had not sent is now ours to send. */
  left(): void;
  chime(): void;
}

/** Long enough for every awake tab to put in its claim. */
const VOTE_MS = 150;

export class Tabs {
  readonly #channel: Channel;
  readonly #use: TabsUse;
  readonly #tab: string;
  readonly #vote: Timer;
  #claimed: number | null = null;
  #heardSeq = 0;

  constructor(channel: Channel, use: TabsUse, tab: string, clock: Clock) {
    this.#channel = channel;
    this.#use = use;
    this.#tab = tab;
    this.#vote = new Timer(clock);
    channel.heard((data) => this.#hear(wordOf(data)));
  }

  read(seq: number): void {
    this.#channel.post({ type: 'read', seq } satisfies Word);
  }

  leave(): void {
    this.#channel.post({ type: 'leaving' } satisfies Word);
  }

  /** A message came: the best of the claims makes the sound, or says that none is needed. */
  claim(seq: number, rank: Rank): void {
    this.#channel.post({ type: 'claim', seq, rank, tab: this.#tab } satisfies Word);
    if (rank === 'looking') this.#heardSeq = Math.max(this.#heardSeq, seq);
    if (seq <= this.#heardSeq) return;
    this.#claimed = seq;
    this.#vote.set(VOTE_MS, () => {
      this.#claimed = null;
      this.#heardSeq = Math.max(this.#heardSeq, seq);
      this.#use.chime();
    });
  }

  #hear(word: Word | null): void {
    if (word?.type === 'read') this.#use.readElsewhere(word.seq);
    else if (word?.type === 'leaving') this.#use.left();
    else if (word?.type === 'claim') this.#yield(word);
  }

  #yield({ seq, rank, tab }: Word & { type: 'claim' }): void {
    const isBetter = rank === 'looking' || tab < this.#tab;
    if (!isBetter) return;
    this.#heardSeq = Math.max(this.#heardSeq, seq);
    if (this.#claimed !== null && this.#claimed <= seq) {
      this.#claimed = null;
      this.#vote.clear();
    }
  }
}

function wordOf(data: unknown): Word | null {
  const fields = fieldsOf(data);
  const seq = countOf(fields, 'seq');
  if (fields?.type === 'leaving') return { type: 'leaving' };
  if (seq === null) return null;
  if (fields?.type === 'read') return { type: 'read', seq };
  if (fields?.type !== 'claim') return null;
  const rank = fields.rank === 'looking' ? 'looking' : 'audible';
  return { type: 'claim', seq, rank, tab: textOf(fields, 'tab') };
}

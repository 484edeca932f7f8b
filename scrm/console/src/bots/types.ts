/** The bot as its JSON has it; docs/reference/bots.md says what each part means. */
import type { Condition } from '../conditions/types.ts';
import type { Whom } from '../teams/whom.ts';

/** One text for all, or one for each language. */
export type Wording = string | Record<string, string>;

export interface Choice {
  label: Wording;
  value?: string;
  url?: string;
}

export interface Answer {
  text: Wording;
  format?: 'plain' | 'light';
  buttons?: Choice[];
}

export interface Responder {
  name: string;
  on?: Condition;
  intent?: string;
  /** A published article answers. */
  articles?: true;
  welcome?: true;
  fallback?: true;
  press?: string[];
  hours?: 'always' | 'open' | 'closed';
  channels?: string[];
  /** Beside `articles` it may be missing: it only words the offer of two. */
  answer?: Answer;
  then?: 'continue' | 'hand_over';
  assign?: Whom;
}

export interface Definition {
  name?: string;
  wait?: number;
  responders: Responder[];
  intents?: Record<string, string[]>;
  hand_over?: Answer;
  assign?: Whom;
}

export interface Version {
  number: number;
  definition: Definition;
  published_at: string;
  published_by: { by?: string };
}

export interface Bot {
  state: 'draft' | 'live' | 'paused';
  reason: string;
  /** The draft; null before one was written. */
  definition: Definition | null;
  reading: string;
  version: number;
  is_changed: boolean;
  updated_at: string | null;
  versions: Version[];
}

export interface Checked {
  reading: string;
  /** Intents that no responder answers. */
  unused: string[];
}

export type Why =
  | 'answers'
  | 'earlier'
  | 'channel'
  | 'hours'
  | 'condition'
  | 'intent'
  | 'articles'
  | 'not_first'
  | 'understood';

export interface Verdict {
  responder: string;
  why: Why;
  reading: string;
}

export interface Said {
  text: string;
  format: string;
  buttons?: { label: string; value?: string; url?: string }[];
}

export interface Turn {
  text: string;
  heard: string;
  outcome: 'answered' | 'handed_over' | 'not_understood' | 'silent';
  silence: '' | 'opt_out' | 'echo' | 'handed_over';
  responder: string;
  answer: Said | null;
  reason: '' | 'asked' | 'not_understood' | 'loop';
  assign: string;
  verdicts: Verdict[];
  intent: string;
  scores: { intent: string; score: number; example: string }[];
}

export interface Trial {
  bot: 'draft' | 'live' | 'given';
  open: boolean;
  turns: Turn[];
}

export interface Wish {
  texts: string[];
  bot?: 'live';
  definition?: Definition;
  channel_id?: string;
  hours?: 'open' | 'closed';
}

/** What a responder did on a day; an empty name is the bot itself, where it gave up. */
export interface Count {
  day: string;
  responder: string;
  answered: number;
  handed_over: number;
  not_understood: number;
}

/** A sentence that nothing answered; `meant` are the intents that it may well mean, `likeness` has
 *  all of the draft that is kept, from 0 to 1, the most like first. */
export interface Missed {
  id: string;
  text: string;
  times: number;
  people: number;
  at: string;
  conversation_id: string;
  meant: string[];
  likeness: { intent: string; score: number }[];
}

/** The draft as it is now, and whether the lesson made a difference to it. */
export interface Taught {
  definition: Definition;
  changed: boolean;
}

export type Lesson = { intent: string } | { responder: string; text: string };

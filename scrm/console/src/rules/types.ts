/** Rules as their JSON has them; docs/reference/rules.md says what each part means. */
import type { Condition, Scalar } from '../conditions/types.ts';

export type Action =
  | { tag: string; until?: string; while?: boolean }
  | { untag: string }
  | { set: Record<string, Scalar | null> }
  | { assign: { team: string } | { user: string } };

export interface Definition {
  name: string;
  when: string;
  if?: Condition;
  then: Action[];
}

export type RuleState = 'draft' | 'live' | 'paused' | 'archived';

export interface Rule {
  id: string;
  name: string;
  state: RuleState;
  /** Why it is paused. */
  reason: string;
  definition: Definition;
  reading: string;
  /** The number of what is in force; 0 before it was published. */
  version: number;
  is_changed: boolean;
  created_at: string;
  updated_at: string;
  /** Rules with which it may go round for ever. */
  ring: string[];
  /** Who have a tag by it now; null where nobody counted. */
  people: number | null;
  /** How far looking at everybody is; null where nobody had to be looked at. */
  filling: Filling | null;
}

/** `acts`: it is applied to the past; else it only gets to know of whom it holds already. */
export interface Filling {
  state: 'waiting' | 'done' | 'failed';
  acts: boolean;
  /** From 0 to 1. */
  progress: number;
  looked_at: number;
  /** Of how many it holds. */
  found: number;
  error: string;
  started_at: string;
  finished_at: string | null;
}

export interface Version {
  number: number;
  reading: string;
  definition: Definition;
  published_at: string;
  published_by: { by?: string };
}

export interface WholeRule {
  rule: Rule;
  versions: Version[];
  /** Who have a tag still that it gave for the past; null where there was no such thing. */
  back_filled: number | null;
}

export interface Checked {
  reading: string;
  ring: string[];
}

export type Found = 'new' | 'gone' | 'same';

export interface Touched {
  contact_id: string;
  name: string;
  at: string;
  message_id: string | null;
  excerpt: string;
  found: Found;
}

/** A part of a dry run; `start` is the cursor of its first part. */
export interface Trial {
  items: Touched[];
  next: string | null;
  start: string;
  counts: Record<Found, number>;
  version: number;
  looked_at: number;
  since: string;
  /** What it would do to each, in words. */
  would: string[];
}

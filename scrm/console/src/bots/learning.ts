/** What the bot did, and what can be made of what it did not understand. Pure. */
import type { Condition } from '../conditions/types.ts';
import { blankIntent, blankResponder, type Draft, type ResponderDraft } from './draft.ts';
import type { Count, Definition, Missed } from './types.ts';

export const OUTCOMES = ['answered', 'handed_over', 'not_understood'] as const;
export type Outcome = (typeof OUTCOMES)[number];
export type Figures = Record<Outcome, number>;

const NONE: Figures = { answered: 0, handed_over: 0, not_understood: 0 };

function plus(sum: Figures, one: Figures): Figures {
  return {
    answered: sum.answered + one.answered,
    handed_over: sum.handed_over + one.handed_over,
    not_understood: sum.not_understood + one.not_understood,
  };
}

function sizeOf(figures: Figures): number {
  return OUTCOMES.reduce((sum, one) => sum + figures[one], 0);
}

/** Of all days together, whoever did most first. */
export function byResponder(counts: readonly Count[]): [string, Figures][] {
  const sums = new Map<string, Figures>();
  for (const one of counts) sums.set(one.responder, plus(sums.get(one.responder) ?? NONE, one));
  return [...sums].sort(
    ([a, left], [b, right]) => sizeOf(right) - sizeOf(left) || a.localeCompare(b),
  );
}

export function totalOf(counts: readonly Count[]): Figures {
  return counts.reduce<Figures>(plus, NONE);
}

const DAY_MS = 24 * 3_600_000;

/** When it last did something, and the shortest of the spans that reach so far back; today is one of
 *  the days. Null where it did nothing in the longest. */
export function lastOf(
  counts: readonly Count[],
  spans: readonly number[],
  today: string,
): { day: string; span: number } | null {
  const day = counts.map((one) => one.day).reduce((last, one) => (one > last ? one : last), '');
  if (day === '') return null;
  const back = (Date.parse(today) - Date.parse(day)) / DAY_MS;
  const longest = Math.max(...spans);
  return { day, span: spans.find((one) => back < one) ?? longest };
}

export interface Meanings {
  /** What a sentence may well mean, the best first. */
  likely: string[];
  /** The rest, the more like it the earlier. */
  others: string[];
}

/** Of those that the draft has now, also if the hub does not know them yet. */
export function meaningsOf(
  definition: Definition,
  { meant, likeness }: Pick<Missed, 'meant' | 'likeness'>,
): Meanings {
  const known = Object.keys(definition.intents ?? {});
  const likely = meant.filter((name) => known.includes(name));
  const ranked = [...likeness.map(({ intent }) => intent), ...known];
  const rest = ranked.filter((name) => known.includes(name) && !likely.includes(name));
  return { likely, others: [...new Set(rest)] };
}

/** Responders for which one keyword more is enough, as the hub sees it. */
export function keywordResponders(definition: Definition): string[] {
  return definition.responders.filter(({ on }) => on && takesKeyword(on)).map(({ name }) => name);
}

function takesKeyword(condition: Condition): boolean {
  if ('text' in condition) return condition.text.contains_any !== undefined;
  if ('any' in condition) return condition.any.some(takesKeyword);
  return 'all' in condition && condition.all.filter(takesKeyword).length === 1;
}

/** Whether the draft knows the sentence as an example. */
export function isLearned(definition: Definition, text: string): boolean {
  return Object.values(definition.intents ?? {}).some((examples) => examples.includes(text));
}

const LONGEST_NAME = 80;

/** A new meaning with the sentence as its first example, and a responder that wants an answer. */
export function withMeaning(draft: Draft, text: string): [Draft, ResponderDraft] {
  const taken = new Set([...draft.responders, ...draft.intents].map(({ name }) => name));
  const short = [...text]
    .slice(0, LONGEST_NAME - 4)
    .join('')
    .trim();
  let name = short;
  for (let number = 2; taken.has(name); number += 1) name = `${short} ${number}`;
  const intent = { ...blankIntent(name), examples: text };
  const responder = { ...blankResponder('intent'), name, intent: intent.id };
  const { responders, intents } = draft;
  return [
    { ...draft, responders: [...responders, responder], intents: [...intents, intent] },
    responder,
  ];
}

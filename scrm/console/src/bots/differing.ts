/** What is not the same in two bots, by name: their readings leave out languages and examples. Pure. */
import type { Definition } from './types.ts';

export type Kind = 'new' | 'changed' | 'gone' | 'sentences' | 'order' | 'whole';

export interface Difference {
  kind: Kind;
  names: string[];
}

export function differing(before: Definition, now: Definition): Difference[] {
  const old = named(before);
  const fresh = named(now);
  const kept = [...fresh.keys()].filter((name) => old.has(name));
  const intents = new Set([
    ...Object.keys(before.intents ?? {}),
    ...Object.keys(now.intents ?? {}),
  ]);
  const found: Difference[] = [
    { kind: 'new', names: [...fresh.keys()].filter((name) => !old.has(name)) },
    { kind: 'changed', names: kept.filter((name) => old.get(name) !== fresh.get(name)) },
    { kind: 'gone', names: [...old.keys()].filter((name) => !fresh.has(name)) },
    {
      kind: 'sentences',
      names: [...intents].filter((name) => !alike(before.intents?.[name], now.intents?.[name])),
    },
    { kind: 'order', names: isMoved([...old.keys()], kept) ? [''] : [] },
    { kind: 'whole', names: alike(restOf(before), restOf(now)) ? [] : [''] },
  ];
  return found.filter(({ names }) => names.length > 0);
}

function named({ responders }: Definition): Map<string, string> {
  return new Map(responders.map((one) => [one.name, JSON.stringify(one)]));
}

function isMoved(old: string[], kept: string[]): boolean {
  return !alike(
    old.filter((name) => kept.includes(name)),
    kept,
  );
}

function restOf({ name, wait, hand_over, assign }: Definition): unknown {
  return [name, wait, hand_over, assign];
}

function alike(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

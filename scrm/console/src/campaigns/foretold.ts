/** What a pre-flight says, summed up and told apart. Pure. */
import type { Preflight, Slice } from './types.ts';

export interface Foretold {
  now: number;
  later: number;
  held: number;
  none: number;
}

/** How many get it at once, later, when what holds them is over, and not at all. */
export function foretold({ slices }: Pick<Preflight, 'slices'>): Foretold {
  const sum = (...fates: Slice['fate'][]): number =>
    slices
      .filter((one) => fates.includes(one.fate))
      .reduce((people, one) => people + one.people, 0);
  return {
    now: sum('send'),
    later: sum('later'),
    held: sum('held'),
    none: sum('blocked', 'missed'),
  };
}

/** Whether another line says the same of people on another channel: then each names its own. */
export function hasTwin(one: Slice, all: readonly Slice[]): boolean {
  const said = (slice: Slice): string => [slice.fate, slice.why, ...slice.then].join();
  return all.filter((other) => said(other) === said(one)).length > 1;
}

/** Why they don't get it, the most people first, each reason once. */
export function refusals({ slices }: Pick<Preflight, 'slices'>): string[] {
  const none = slices.filter((one) => one.fate === 'blocked' || one.fate === 'missed');
  const sorted = [...none].sort((one, other) => other.people - one.people);
  return [...new Set(sorted.map((one) => (one.fate === 'missed' ? 'too_late' : one.why)))];
}

import { expect, test } from 'vitest';
import { foretold, hasTwin, refusals } from './foretold.ts';
import type { Slice } from './types.ts';

function slice(part: Partial<Slice>): Slice {
  return {
    ...{ fate: 'send', why: '', then: [], channel_id: '1', people: 1, first: null, last: null },
    ...part,
  };
}

const SLICES = [
  slice({ people: 2 }),
  slice({ fate: 'later', why: 'quiet_hours', then: ['cap'], people: 8 }),
  slice({ fate: 'held', why: 'conversation_waits', people: 3 }),
  slice({ fate: 'blocked', why: 'no_basis', people: 1 }),
  slice({ fate: 'blocked', why: 'no_basis', people: 2, channel_id: '2' }),
  slice({ fate: 'blocked', why: 'opted_out', people: 4, channel_id: null }),
  slice({ fate: 'missed', people: 5, channel_id: null }),
];

test('people are summed up by whether they get it now, later, or not', () => {
  expect(foretold({ slices: SLICES })).toEqual({ now: 2, later: 8, held: 3, none: 12 });
  expect(foretold({ slices: [] })).toEqual({ now: 0, later: 0, held: 0, none: 0 });
});

test('each reason is told once, the most people first', () => {
  expect(refusals({ slices: SLICES })).toEqual(['too_late', 'opted_out', 'no_basis']);
});

test('lines that differ only by channel name it', () => {
  expect(SLICES.map((one) => hasTwin(one, SLICES))).toEqual([
    ...[false, false, false],
    ...[true, true, false, false],
  ]);
  const other = slice({ fate: 'later', why: 'quiet_hours', channel_id: '2' });
  expect(hasTwin(other, [...SLICES, other])).toBe(false);
});

import { describe, expect, test } from 'vitest';
import { compareBy, COMPARISONS, comparisonOf } from './comparing.ts';
import {
  blank,
  conditionOf,
  group,
  isComplete,
  isGroup,
  placeOf,
  rootOf,
  STARTERS,
} from './draft.ts';
import type { Condition, ValueLeaf } from './types.ts';

const VIP: Condition = { tag: { name: 'vip', op: 'has' } };
const SAID: Condition = { text: { matches: 'refund', within: '7d' } };
const SPENT: Condition = {
  sum: {
    event: 'order.paid',
    of: 'amount',
    at_least: 500_000,
    where: { all: [{ data: { name: 'currency', op: 'eq', value: 'CNY' } }] },
  },
};
const VIEWED: Condition = {
  count: {
    event: 'page.viewed',
    exactly: 2,
    where: { not: { any: [{ data: { name: 'url', op: 'contains', value: '/price' } }] } },
  },
};

describe('a condition', () => {
  test.each<[string, Condition]>([
    ['all', { all: [VIP, SAID] }],
    ['any within all', { all: [VIP, { any: [SAID, VIEWED] }] }],
    ['a sum', { all: [SPENT] }],
    ['none', { not: { any: [VIP, SAID] } }],
    ['not all', { not: { all: [VIP, SAID] } }],
    ...Object.entries(STARTERS),
  ])('comes back as it was: %s', (_, condition) => {
    expect(conditionOf(rootOf(condition))).toEqual(condition);
  });

  test('of one question gets a group around it', () => {
    expect(conditionOf(rootOf(VIP))).toEqual({ all: [VIP] });
    expect(conditionOf(rootOf({ not: VIP }))).toEqual({ not: { any: [VIP] } });
  });

  test('is complete when nothing in it is blank', () => {
    expect(isComplete(rootOf({ all: [VIP, SAID, VIEWED] }))).toBe(true);
    expect(isComplete(rootOf({ all: [SPENT] }))).toBe(true);
    expect(isComplete(blank('sum'))).toBe(false);
    expect(isComplete(rootOf({ all: [] }))).toBe(false);
    expect(isComplete(rootOf({ all: [{ tag: { name: ' ', op: 'has' } }] }))).toBe(false);
    expect(isComplete(rootOf({ all: [{ text: { contains_any: [] } }] }))).toBe(false);
    expect(isComplete(rootOf({ all: [{ channel: {} }] }))).toBe(false);
    expect(isComplete(group('all', [{ ...blank('count'), where: group('all', []) }]))).toBe(false);
  });

  test('has places as the hub names them', () => {
    const root = rootOf({ not: { any: [VIP] } });
    expect(isGroup(root) && placeOf('', root.mode, 1)).toBe('not.any.1');
    expect(placeOf('all.0.', 'notAll', 2)).toBe('all.0.not.all.2');
  });
});

describe('a comparison', () => {
  test.each<[ValueLeaf, string | null]>([
    [{ name: 'a', op: 'eq', value: 'x' }, 'is'],
    [{ name: 'a', op: 'eq', value: 7 }, 'equals'],
    [{ name: 'a', op: 'gt', value: 7 }, 'more'],
    [{ name: 'a', op: 'gt', value: '2026-01-01' }, 'after'],
    [{ name: 'a', op: 'between', value: [1, 2] }, 'between'],
    [{ name: 'a', op: 'in', value: ['x', 'y'] }, 'oneOf'],
    [{ name: 'a', op: 'exists' }, 'known'],
    [{ name: 'a', op: 'eq', value: true }, null],
    [{ name: 'a', op: 'in', value: ['x', 7] }, null],
    [{ name: 'a', op: 'between', value: ['2026-01-01', '2026-02-01'] }, null],
  ])('is found by what it takes: %o', (leaf, name) => {
    expect(comparisonOf(leaf)?.name ?? null).toBe(name);
  });

  test('is what was chosen, whatever was there before', () => {
    const leaves: ValueLeaf[] = [
      { name: 'a', op: 'eq', value: '7' },
      { name: 'a', op: 'in', value: ['x'] },
      { name: 'a', op: 'exists' },
      { name: 'a', op: 'gt', value: 3 },
    ];
    for (const leaf of leaves) {
      for (const { name } of COMPARISONS) {
        expect(comparisonOf(compareBy(leaf, name))?.name).toBe(name);
      }
    }
    expect(compareBy(leaves[0]!, 'more')).toEqual({ name: 'a', op: 'gt', value: 7 });
  });
});

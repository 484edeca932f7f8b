import { describe, expect, test } from 'vitest';
import { conditionOf } from '../conditions/draft.ts';
import {
  blankDraft,
  draftSaying,
  blankStep,
  compared,
  definitionOf,
  draftOf,
  isReady,
  mistakesAt,
  mistakesElsewhere,
} from './draft.ts';
import type { Definition } from './types.ts';

const REFUND: Definition = {
  name: 'Refunds',
  when: 'message.received',
  if: { all: [{ text: { contains_any: ['refund'] } }] },
  then: [{ tag: 'refund', until: '30d' }, { tag: 'vip' }, { untag: 'calm' }],
};

describe('a rule', () => {
  test('comes back as it was', () => {
    expect(definitionOf(draftOf(REFUND))).toEqual(REFUND);
  });

  test('whose tag stands while its condition holds, and that waits for no event, comes back so', () => {
    const rule: Definition = { ...REFUND, when: 'time', then: [{ tag: 'asleep', while: true }] };
    expect(definitionOf(draftOf(rule))).toEqual(rule);
  });

  test('without a question stays without one', () => {
    const { if: _none, ...anybody } = REFUND;
    expect(definitionOf(draftOf(anybody))).toEqual(anybody);
    expect('if' in definitionOf(draftOf(anybody))).toBe(false);
  });

  test('sets each detail by a line of its own, with the kind of its value', () => {
    const set = { city: '上海', age: 7, member: true, guest: false, note: null, zip: '01' };
    const rule = { ...REFUND, then: [{ set }] };
    const steps = definitionOf(draftOf(rule)).then;
    expect(steps).toEqual(Object.entries(set).map(([name, value]) => ({ set: { [name]: value } })));
  });

  test('is ready when nothing is left to fill in', () => {
    const ready = draftOf(REFUND);
    expect(isReady(ready)).toBe(true);
    expect(isReady(blankDraft())).toBe(false);
    expect(isReady({ ...ready, name: ' ' })).toBe(false);
    expect(isReady({ ...ready, steps: [] })).toBe(false);
    expect(isReady({ ...ready, steps: [blankStep('untag')] })).toBe(false);
    const number = { ...blankStep('set', 'age'), setting: 'number' as const };
    expect(isReady({ ...ready, steps: [{ ...number, value: 'old' }] })).toBe(false);
    expect(isReady({ ...ready, steps: [{ ...number, value: '7' }] })).toBe(true);
    const open = { ...ready.root, parts: [...ready.root.parts, { ...ready.root, parts: [] }] };
    expect(isReady({ ...ready, root: open })).toBe(false);
    expect(isReady({ ...ready, root: { ...open, parts: [] } })).toBe(true);
    expect(conditionOf(open)).toEqual({ all: [REFUND.if?.['all' as never][0], { all: [] }] });
  });
});

describe('what is wrong', () => {
  const errors = ['name', 'when', 'then.1.tag', 'then.10', 'then', 'if.all.0.text.matches', 'if'];
  const told = errors.map((field) => ({ field, detail: 'is wrong' }));

  test('stands at its line', () => {
    expect(mistakesAt(told, 1).map((one) => one.field)).toEqual(['then.1.tag']);
    expect(mistakesAt(told, 10).map((one) => one.field)).toEqual(['then.10']);
  });

  test('is told once where no field stands for it', () => {
    expect(mistakesElsewhere(told).map((one) => one.field)).toEqual(['then', 'if']);
  });
});

describe('two readings', () => {
  const texts = (lines: { text: string; differs: boolean }[]): string[] =>
    lines.filter((line) => line.differs).map((line) => line.text);

  test('mark what only one of them says', () => {
    const [before, after] = compared(
      'when\nif a\nthen\n  tag x',
      'when\nif b\nthen\n  tag x\n  tag y',
    );
    expect([texts(before), texts(after)]).toEqual([['if a'], ['if b', '  tag y']]);
  });

  test('that say the same mark nothing', () => {
    expect(compared('a\nb', 'a\nb').flatMap(texts)).toEqual([]);
  });

  test('of which a line moved mark it on both sides', () => {
    const [before, after] = compared('a\nb\nc', 'b\nc\na');
    expect([texts(before), texts(after)]).toEqual([['a'], ['a']]);
  });
});

test('a rule for whoever says a sentence wants but what is done', () => {
  const draft = draftSaying('  ' + 'Do you sell mugs? '.repeat(9));
  expect(draft.name.length).toBeLessThanOrEqual(80);
  expect(definitionOf(draftSaying('Do you sell mugs?'))).toMatchObject({
    name: 'Do you sell mugs?',
    when: 'message.received',
    if: { all: [{ text: { contains_any: ['Do you sell mugs?'] } }] },
  });
  expect(isReady(draft)).toBe(false);
});

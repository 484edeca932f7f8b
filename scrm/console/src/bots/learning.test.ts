import { describe, expect, test } from 'vitest';
import { blankDraft, definitionOf, draftOf, missingIn } from './draft.ts';
import {
  byResponder,
  isLearned,
  lastOf,
  keywordResponders,
  meaningsOf,
  totalOf,
  withMeaning,
} from './learning.ts';
import type { Count, Definition } from './types.ts';

function count(responder: string, answered: number, not_understood = 0): Count {
  return { day: '2026-11-22', responder, answered, handed_over: 0, not_understood };
}

const PRICE = { text: { contains_any: ['price'] } };
const KNOWN: Definition = {
  responders: [
    { name: 'Price', on: { all: [PRICE] }, answer: { text: '12' } },
    { name: 'Both', on: { all: [PRICE, PRICE] }, answer: { text: '12' } },
    { name: 'Either', on: { any: [{ tag: { name: 'a', op: 'has' } }, PRICE] } },
    { name: 'Not', on: { not: PRICE } },
    { name: 'Lost', fallback: true },
  ],
  intents: { delivery: ['Where is it?'], refund: ['Money back'] },
};

test('when it last did something, and how many days show that', () => {
  const counts = [count('Price', 1), { ...count('Lost', 1), day: '2026-11-20' }];
  const spans = [7, 30, 90];
  expect(lastOf(counts, spans, '2026-11-28')).toEqual({ day: '2026-11-22', span: 7 });
  expect(lastOf(counts, spans, '2026-11-29')).toEqual({ day: '2026-11-22', span: 30 });
  expect(lastOf(counts, spans, '2027-01-29')).toEqual({ day: '2026-11-22', span: 90 });
  expect(lastOf([], spans, '2026-11-28')).toBeNull();
});

test('figures of all days are one, and whoever did most comes first', () => {
  const counts = [count('Price', 1), count('', 0, 3), count('Price', 4), count('Lost', 1, 2)];
  expect(byResponder(counts).map(([name, { answered }]) => [name, answered])).toEqual([
    ['Price', 5],
    ['', 0],
    ['Lost', 1],
  ]);
  expect(totalOf(counts)).toEqual({ answered: 6, handed_over: 0, not_understood: 5 });
});

describe('what a sentence may mean', () => {
  const likeness = [
    { intent: 'refund', score: 0.2 },
    { intent: 'gone', score: 0.1 },
    { intent: 'delivery', score: 0.01 },
  ];

  test('stands apart from the rest, as far as it is there still', () => {
    expect(meaningsOf(KNOWN, { meant: ['refund', 'gone'], likeness })).toEqual({
      likely: ['refund'],
      others: ['delivery'],
    });
  });

  test('is nothing where it is like nothing; the rest stands by likeness, new ones last', () => {
    const intents = { fresh: ['A new one'], ...KNOWN.intents };
    expect(meaningsOf({ ...KNOWN, intents }, { meant: [], likeness })).toEqual({
      likely: [],
      others: ['refund', 'delivery', 'fresh'],
    });
  });
});

test('a keyword is offered where one more is enough', () => {
  expect(keywordResponders(KNOWN)).toEqual(['Price', 'Either']);
});

describe('a new meaning', () => {
  test('has the sentence as its example, and wants but an answer', () => {
    const [draft, made] = withMeaning(draftOf(KNOWN), 'Do you sell mugs?');
    expect(definitionOf(draft).intents).toMatchObject({
      'Do you sell mugs?': ['Do you sell mugs?'],
    });
    expect(isLearned(definitionOf(draft), 'Do you sell mugs?')).toBe(true);
    expect(isLearned(KNOWN, 'Do you sell mugs?')).toBe(false);
    expect(missingIn(made, draft.intents)).toBe('answer');
  });

  test('takes no name that is taken, and none that is too long', () => {
    const [once] = withMeaning(blankDraft(), 'Mugs?');
    expect(withMeaning(once, 'Mugs?')[1].name).toBe('Mugs? 2');
    expect(withMeaning(blankDraft(), 'x'.repeat(300))[1].name.length).toBeLessThanOrEqual(80);
  });
});

import { expect, test } from 'vitest';
import { differing } from './differing.ts';
import type { Definition, Responder } from './types.ts';

const PRICE: Responder = { name: 'Price', press: ['price'], answer: { text: { en: '12' } } };
const LOST: Responder = { name: 'Lost', fallback: true, answer: { text: 'Pardon?' } };
const SHOP: Definition = { responders: [PRICE, LOST], intents: { praise: ['Great!'] } };

test('a bot differs in nothing from itself', () => {
  expect(differing(SHOP, structuredClone(SHOP))).toEqual([]);
});

test('another language is a change, though the reading says the same', () => {
  const both = { ...PRICE, answer: { text: { en: '12', zh: '十二' } } };
  expect(differing(SHOP, { ...SHOP, responders: [both, LOST] })).toEqual([
    { kind: 'changed', names: ['Price'] },
  ]);
});

test('what came, what went, and what was said otherwise are told apart', () => {
  const hours: Responder = { ...LOST, name: 'Hours' };
  const now = { responders: [PRICE, hours], intents: { praise: ['Great!', 'Lovely'] } };
  expect(differing(SHOP, now)).toEqual([
    { kind: 'new', names: ['Hours'] },
    { kind: 'gone', names: ['Lost'] },
    { kind: 'sentences', names: ['praise'] },
  ]);
});

test('the order and the whole are told of too', () => {
  expect(differing(SHOP, { ...SHOP, responders: [LOST, PRICE] })).toEqual([
    { kind: 'order', names: [''] },
  ]);
  expect(differing(SHOP, { ...SHOP, name: 'Tea bot' })).toEqual([{ kind: 'whole', names: [''] }]);
});

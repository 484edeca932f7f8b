import { expect, test } from 'vitest';
import { isLong, nameOf, pairsOf } from './own-data.ts';

test("a kind of one's own is read as words", () => {
  expect(nameOf('custom.quote_asked')).toBe('Quote asked');
  expect(nameOf('custom.course.finished')).toBe('Course finished');
  expect(nameOf('message.sung')).toBe('message.sung');
});

test('what the hub adds to name the person is not shown', () => {
  const data = { product: 'teapot', identity_id: '1', channel_id: '2', home_id: '3', pieces: 2 };
  expect(pairsOf(data)).toEqual([
    ['product', 'teapot'],
    ['pieces', 2],
  ]);
});

test('many or long ones are folded', () => {
  expect(isLong([['a', 'b']])).toBe(false);
  expect(isLong([['a', 'b'.repeat(121)]])).toBe(true);
  expect(isLong(Array.from({ length: 5 }, (_, n) => [`n${n}`, n]))).toBe(true);
});

import { expect, test } from 'vitest';
import { clockIn, isOver } from './past.ts';

const NOON = Date.UTC(2026, 10, 30, 12);

test('a clock shows the time of its zone', () => {
  expect(clockIn('Asia/Shanghai', NOON)).toBe('2026-11-30T20:00');
  expect(clockIn('', NOON)).toBe('2026-11-30T12:00');
  expect(clockIn('No/Where', NOON)).toBe('2026-11-30T12:00');
});

test.each([
  ['2026-11-30T19:59', 'organisation', true],
  ['2026-11-30T20:00', 'organisation', false],
  ['2026-11-30T19:59', 'contact', false],
  ['2026-11-29T23:59', 'contact', true],
  ['2026-11-30T00:00', 'contact', false],
  ['', 'organisation', false],
] as const)('%s by the clock of the %s is over: %s', (local, whose, over) => {
  expect(isOver(local, whose, 'Asia/Shanghai', NOON)).toBe(over);
});

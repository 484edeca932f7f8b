import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { hearDate, hubNow, whenLeaping } from './hub-time.ts';
import { formats } from './time.ts';

const NOON = Date.parse('2026-11-22T12:00:00Z');
const DAY = 86_400_000;

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
});

afterEach(() => {
  hearDate(null);
  vi.useRealTimers();
});

it('follows a hub that is far ahead, and goes on from there', () => {
  hearDate('Mon, 30 Nov 2026 12:00:00 GMT');
  vi.advanceTimersByTime(5_000);
  expect(hubNow()).toBe(NOON + 8 * DAY + 5_000);
  expect(formats('en', 'UTC').day('2026-11-30T09:00:00Z')).toBe('Today');
});

it.each(['Sun, 22 Nov 2026 12:00:30 GMT', '', 'yesterday', null])(
  'keeps to this machine where the hub says %s',
  (date) => {
    hearDate(date);
    expect(hubNow()).toBe(NOON);
  },
);

it('tells once of a leap, and not of the seconds of the way', () => {
  const told = vi.fn();
  whenLeaping(told);
  hearDate('Mon, 30 Nov 2026 12:00:00 GMT');
  hearDate('Mon, 30 Nov 2026 12:00:03 GMT');
  expect(told).toHaveBeenCalledTimes(1);
});

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PACE_MS, paced } from './pace.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
});

test('the first is done at once, those behind it once at the end of the pause', () => {
  const done: number[] = [];
  for (const number of [1, 2, 3]) paced('counts', () => done.push(number));
  expect(done).toEqual([1]);
  vi.advanceTimersByTime(PACE_MS);
  expect(done).toEqual([1, 3]);
  paced('counts', () => done.push(4));
  expect(done).toEqual([1, 3]);
  vi.advanceTimersByTime(PACE_MS);
  expect(done).toEqual([1, 3, 4]);
});

test('after a quiet second the next is done at once, and other keys wait for nobody', () => {
  const done: string[] = [];
  paced('a', () => done.push('a'));
  paced('b', () => done.push('b'));
  vi.advanceTimersByTime(PACE_MS);
  paced('a', () => done.push('a again'));
  expect(done).toEqual(['a', 'b', 'a again']);
});

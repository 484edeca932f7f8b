import { expect, test } from 'vitest';
import { hoursOf } from './hours.ts';
import { unreadIn } from './receipts.ts';
import type { ChannelCount, Report } from './types.ts';

const channel = (id: string, sent: number, read: number): ChannelCount => ({
  ...{ channel_id: id, given: sent, sent, delivered: read },
  ...{ read, failed: 0, replied: 0 },
});

test('unread are those who got it where the platform would tell', () => {
  const by_channel = [channel('1', 5, 2), channel('2', 7, 0)];
  const report = { by_channel } as Partial<Report> as Report;
  expect(unreadIn(report, (id) => id === '1')).toBe(3);
  expect(unreadIn(report, () => false)).toBe(0);
});

test('empty hours stand between, unless they are too many', () => {
  const first = { at: '2026-11-30T11:30:00Z', local: '2026-11-30T17:00', sent: 1 };
  const third = { at: '2026-11-30T13:30:00Z', local: '2026-11-30T19:00', sent: 2 };
  const later = { at: '2027-01-30T13:30:00Z', local: '2027-01-30T19:00', sent: 2 };
  expect(hoursOf([first, third]).map(({ local, sent }) => [local, sent])).toEqual([
    ['2026-11-30T17:00', 1],
    ['2026-11-30T18:00', 0],
    ['2026-11-30T19:00', 2],
  ]);
  expect(hoursOf([first, later])).toEqual([first, later]);
  expect(hoursOf([])).toEqual([]);
});

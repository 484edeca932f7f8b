import { expect, test } from 'vitest';
import { plain, plainly } from './mistakes.ts';

const HUB = [
  "is wrong in line 2: it can't be read; see that every {{ has its }}, every bracket and quote its other half",
  "is wrong in line 1: it speaks of 'contcat', which is not known here; write contact",
  'is missing',
  'is over; set a later time, or now',
  'is no id of a channel; ids are texts of digits',
  'is no channel; choose another',
  'has to be a day and a time such as 2026-12-01T09:00, without a zone',
  "is no length of time up to 7d; write one such as '30m' or '2h'",
  'needs one of value and url, and has 0',
  'is longer than 64 bytes; write a short word',
  'is too much for Shop bot: at most 100 buttons',
];

test.each(HUB)('no word of the API is left, in both languages: %s', (detail) => {
  for (const locale of ['en', 'zh']) {
    const said = plainly(detail, locale);
    expect(said).not.toBeNull();
    expect(said).not.toMatch(/\bids?\b|bytes|T09:00|is wrong in|contact\./);
  }
});

test('a line is named, and what stands there', () => {
  expect(plainly(HUB[1] ?? '', 'en')).toBe(
    'Line 1: “contcat” is not known. Choose what to fill in under “Fill in”',
  );
  expect(plainly(HUB[1] ?? '', 'zh')).toBe('第 1 行：不认识“contcat”，请在“插入变量”里选择');
});

test('what has no words here is said as before', () => {
  const errors = [{ field: 'name', detail: 'sings' }];
  expect(plain(errors, [{ field: 'name', detail: '唱歌' }], 'zh')).toEqual([
    { field: 'name', detail: '唱歌' },
  ]);
});

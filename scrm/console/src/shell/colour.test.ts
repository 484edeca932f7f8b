import { expect, test } from 'vitest';
import { initials } from './avatar.tsx';
import { contrast, hueOf, shades } from './colour.ts';

test.each(['#4353d9', '#ffd400', '#00ff00', '#ffffff', '#123', 'nonsense'])(
  'white text can be read on the accent made from %s',
  (accent) => {
    const all = shades(accent);
    expect(all).toHaveLength(10);
    expect(contrast(all[6] ?? '', '#ffffff')).toBeGreaterThanOrEqual(4.5);
    expect(contrast(all[7] ?? '', '#ffffff')).toBeGreaterThan(contrast(all[6] ?? '', '#ffffff'));
  },
);

test('black on white is 21', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
});

test('a name keeps its colour', () => {
  expect(hueOf('Mei Lin')).toBe(hueOf('Mei Lin'));
  expect(hueOf('Mei Lin')).not.toBe(hueOf('Ravi Patel'));
});

test.each([
  ['Mei Lin', 'ML'],
  ['陈小雨', '陈'],
  ['ada', 'A'],
  ['', ''],
  ['👍 Bob', 'B'],
  ['Rita (Refund)', 'RR'],
  ['“Kim”', 'K'],
  ['👍', '👍'],
])('the initials of %s', (name, letters) => {
  expect(initials(name)).toBe(letters);
});

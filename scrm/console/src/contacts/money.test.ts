import { expect, test } from 'vitest';
import { money } from './money.ts';

test.each([
  [12_900, 'CNY', 'CNY 129.00'],
  [12_900, 'JPY', 'JPY 12,900'],
  [12_900, 'KWD', 'KWD 12.900'],
  [12_900, 'HUF', 'HUF 129.00'],
  [12_900, 'COP', 'COP 129.00'],
  [12_900, 'IDR', 'IDR 129.00'],
  [12_900, 'XAF', 'XAF 12,900'],
  [12_900, 'UYW', 'UYW 1.2900'],
])('%d of %s', (amount, currency, said) => {
  expect(money(amount, currency, 'en').replace(/\s/g, ' ')).toBe(said);
});

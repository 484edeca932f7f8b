import { expect, test } from 'vitest';
import { isSaid } from './said.ts';

test.each([
  ['Ada Lovelace', 'Ada Lovelace', true],
  [' Ada  Lovelace ', 'Ada Lovelace', true],
  ['Jose\u0301', 'José', true],
  ['阿达', '阿达', true],
  ['ada lovelace', 'Ada Lovelace', false],
  ['Ada', 'Ada Lovelace', false],
  ['', '', false],
  ['', ' ', false],
])('what is typed as %j for %j is said: %j', (typed, wanted, said) => {
  expect(isSaid(typed, wanted)).toBe(said);
});

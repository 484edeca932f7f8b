import { expect, test } from 'vitest';
import { teamIn, textOf, whomIn } from './whom.ts';

test('a team and a colleague come back as they were', () => {
  for (const whom of [{ team: 'Refunds' }, { user: 'mira@example.com' }]) {
    expect(whomIn(textOf(whom))).toEqual(whom);
  }
});

test('a mail address alone is a colleague, and nobody is nothing', () => {
  expect(textOf('mira@example.com')).toBe('mira@example.com');
  expect(textOf(undefined)).toBe('');
  expect(teamIn('mira@example.com')).toBeNull();
});

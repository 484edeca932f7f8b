import { expect, test } from 'vitest';
import { Problem } from '../api/problem.ts';
import { standing } from './standing.ts';
import type { Definition } from './types.ts';

const OF: Definition = {
  name: 'Tea',
  message: { text: 'Hi {{', buttons: [{ label: 'Yes', value: '' }] },
};
const errors = [
  { field: 'message.text', detail: 'is wrong' },
  { field: 'message.buttons.0.value', detail: 'is empty' },
  { field: 'audience', detail: 'is missing' },
];
const problem = new Problem({ status: 422, code: 'bad_campaign', detail: 'No', errors });
const left = (now: Definition): string[] | undefined =>
  standing({ problem, of: OF }, now)?.errors.map(({ field }) => field);

test('a mistake stands until its own part is changed', () => {
  expect(left({ ...OF, name: 'Green tea' })).toEqual(errors.map(({ field }) => field));
  expect(left({ ...OF, message: { ...OF.message, text: 'Hi' } })).toEqual([
    'message.buttons.0.value',
    'audience',
  ]);
});

test('with the last of them the refusal is gone; one without places stays', () => {
  const mended: Definition = {
    name: 'Tea',
    audience: { segment: '7' },
    message: { text: 'Hi', buttons: [{ label: 'Yes', value: 'yes' }] },
  };
  expect(standing({ problem, of: OF }, mended)).toBe(null);
  const offline = new Problem({ status: 0, code: 'offline', detail: 'No answer' });
  expect(standing({ problem: offline, of: OF }, mended)).toBe(offline);
  expect(standing(null, mended)).toBe(null);
});

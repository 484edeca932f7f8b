import { describe, expect, test } from 'vitest';
import { limitLeft } from '../inbox/limit.ts';
import { parseLight, toggleMark } from './light.ts';
import { runsOf } from './runs.ts';
import { codePoints, lengthIn, utf16Places } from './units.ts';

describe('counting', () => {
  test.each([
    ['abc', 3, 3],
    ['你好', 2, 2],
    ['👍', 1, 2],
    ['👩‍🚀', 3, 5],
    ['', 0, 0],
  ])('%s is %i characters and %i UTF-16 units', (text, characters, units) => {
    expect(codePoints(text)).toBe(characters);
    expect(lengthIn(text, 'utf16')).toBe(units);
  });

  test('places in code points become places in the string', () => {
    expect(utf16Places('a👍b')).toEqual([0, 1, 3, 4]);
  });
});

describe('light formatting', () => {
  test.each([
    ['**bold**', 'bold', [{ start: 0, length: 4, kind: 'bold' }]],
    ['a _b_ c', 'a b c', [{ start: 2, length: 1, kind: 'italic' }]],
    ['snake_case_name', 'snake_case_name', []],
    ['~~gone~~', 'gone', [{ start: 0, length: 4, kind: 'strike' }]],
    ['`a_b_c`', 'a_b_c', [{ start: 0, length: 5, kind: 'code' }]],
    ['not **closed', 'not **closed', []],
    ['\\*\\*plain\\*\\*', '**plain**', []],
    ['****', '****', []],
    ['👍 **好**', '👍 好', [{ start: 2, length: 1, kind: 'bold' }]],
    [
      '[shop](https://shop.example)',
      'shop',
      [{ start: 0, length: 4, kind: 'link', url: 'https://shop.example' }],
    ],
    ['[x](javascript:alert(1))', '[x](javascript:alert(1))', []],
    [
      '**a _b_**',
      'a b',
      [
        { start: 0, length: 3, kind: 'bold' },
        { start: 2, length: 1, kind: 'italic' },
      ],
    ],
  ])('%s', (source, text, spans) => {
    expect(parseLight(source)).toEqual({ text, spans });
  });

  test('a mark is put around the selection and taken away again', () => {
    const marked = toggleMark({ text: 'say it', start: 4, end: 6 }, '**');
    expect(marked).toEqual({ text: 'say **it**', start: 6, end: 8 });
    expect(toggleMark(marked, '**')).toEqual({ text: 'say it', start: 4, end: 6 });
  });
});

describe('runs', () => {
  test('spans count code points, also behind an emoji', () => {
    const runs = runsOf('👍 yes', [{ start: 2, length: 3, kind: 'bold' }]);
    expect(runs.map((run) => [run.text, run.kinds])).toEqual([
      ['👍 ', []],
      ['yes', ['bold']],
    ]);
  });

  test('overlapping spans meet in the middle', () => {
    const runs = runsOf('abc', [
      { start: 0, length: 2, kind: 'bold' },
      { start: 1, length: 2, kind: 'italic' },
    ]);
    expect(runs.map((run) => run.kinds)).toEqual([['bold'], ['bold', 'italic'], ['italic']]);
  });

  test('a bare address becomes a link, the full stop after it does not', () => {
    const runs = runsOf('see https://a.example/x.', []);
    expect(runs.find((run) => run.url)?.url).toBe('https://a.example/x');
  });

  test('an unsafe address stays text', () => {
    const [run] = runsOf('click', [{ start: 0, length: 5, kind: 'link', url: 'javascript:x' }]);
    expect(run?.url).toBeNull();
  });

  test('a span that points outside the text does no harm', () => {
    expect(runsOf('ab', [{ start: 1, length: 99, kind: 'bold' }]).map((run) => run.text)).toEqual([
      'a',
      'b',
    ]);
  });
});

test('the limit counts what people see, not our marks', () => {
  expect(limitLeft('**ab**', 2, 'characters').left).toBe(0);
  expect(limitLeft('👍👍', 3, 'utf16').left).toBe(-1);
  expect(limitLeft('abc', 100, 'utf16').shows).toBe(false);
});

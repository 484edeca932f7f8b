import { describe, expect, test } from 'vitest';
import type { LastMessage } from '../api/types.ts';
import { translator } from '../i18n/catalogue.ts';
import en from '../locales/en.json';
import { firstName } from '../text/names.ts';
import { lastAuthor } from './last-author.ts';
import { omittedIn } from './omitted.tsx';

const t = translator(en, 'en');
const last = (more: Partial<LastMessage>): LastMessage => ({
  id: '1',
  text: 'Hello',
  direction: 'out',
  author_kind: 'user',
  author_id: '7',
  author_name: 'Tomás Ruiz',
  at: '2026-11-21T22:00:00Z',
  status: null,
  ...more,
});

describe('who wrote the last words', () => {
  test.each<[Partial<LastMessage>, string | null]>([
    [{ author_id: '1' }, 'You:'],
    [{}, 'Tomás:'],
    [{ author_name: '陈 小雨' }, '陈 小雨:'],
    [{ author_kind: 'channel', author_id: null, author_name: 'Anna B.' }, 'Anna:'],
    [{ author_kind: 'channel', author_id: null, author_name: '' }, 'Automation:'],
    [{ author_kind: 'bot', author_id: null, author_name: 'Welcome' }, 'Bot:'],
    [{ author_kind: 'token', author_id: null, author_name: 'Shop' }, 'Automation:'],
    [{ author_kind: 'system', author_id: null, author_name: '' }, 'Automation:'],
    [{ direction: 'note' }, 'Note:'],
    [{ direction: 'in', author_kind: 'contact', author_id: '1' }, null],
  ])('%o is "%s"', (more, words) => {
    expect(lastAuthor(last(more), '1', t)).toBe(words);
  });

  test('a first name is what colleagues say', () => {
    expect(firstName('  Mary Ann Lee ')).toBe('Mary');
    expect(firstName('김 민준')).toBe('김 민준');
    expect(firstName('')).toBe('');
  });
});

test.each([
  ['[image omitted]', { kind: 'image', name: undefined }],
  ['[document omitted] Price list (2).pdf', { kind: 'document', name: 'Price list (2).pdf' }],
  ['[photo]', null],
  ['I wrote [image omitted] myself', null],
])('%s is a file that was left out: %o', (line, file) => {
  expect(omittedIn(line)).toEqual(file);
});

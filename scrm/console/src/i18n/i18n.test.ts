import { isStructurallySame, parse } from '@formatjs/icu-messageformat-parser';
import { describe, expect, test } from 'vitest';
import { readMessage } from '../../build/messages.ts';
import en from '../locales/en.json';
import zh from '../locales/zh.json';
import { type Catalogue, type MessageKey, translator } from './catalogue.ts';
import { pseudo } from './pseudo.ts';
import { dayNumber, formats, playTime } from './time.ts';

const keys = Object.keys(en) as MessageKey[];

/** Names of the values that a message takes; plural words may differ, names may not. */
function names(source: string): string[] {
  const found = new Set<string>();
  JSON.stringify(parse(source), (_key, node: unknown) => {
    const element = node as { type?: number; value?: unknown } | null;
    if (element && typeof element.type === 'number' && element.type > 0 && element.type < 7) {
      if (typeof element.value === 'string') found.add(element.value);
    }
    return node;
  });
  return [...found].sort();
}

describe('catalogues', () => {
  test('both have the same keys', () => {
    expect(Object.keys(zh).sort()).toEqual([...keys].sort());
  });

  test.each(keys)('%s can be formatted and takes the same values in both', (key) => {
    expect(names(zh[key])).toEqual(names(en[key]));
    expect(zh[key]).not.toBe('');
  });

  test('Chinese is Chinese', () => {
    const same = keys.filter((key) => zh[key] === en[key] && /[a-z]{3}/i.test(en[key]));
    expect(same).toEqual([]);
  });

  test('words that come late have no plurals, for only the catalogues know them', () => {
    const late = import.meta.glob('../**/words-*.json', { eager: true, query: '?raw' });
    const plural = Object.entries(late).filter(([, file]) =>
      /, plural,/.test(JSON.stringify(file)),
    );
    expect(Object.keys(late).length).toBeGreaterThan(10);
    expect(plural.map(([path]) => path)).toEqual([]);
  });

  test('the parser sees a missing value', () => {
    expect(isStructurallySame(parse('{a}'), parse('{b}')).success).toBe(false);
    expect(names('{count, plural, one {# of {name}} other {#}}')).toEqual(['count', 'name']);
  });
});

describe('what the build has read', () => {
  const read = (catalogue: Record<string, string>): Catalogue =>
    Object.fromEntries(
      Object.entries(catalogue).map(([key, text]) => [key, readMessage(text)]),
    ) as Catalogue;
  const values = (text: string): Record<string, number> =>
    Object.fromEntries(names(text).map((name) => [name, 3]));

  test.each(keys)('%s says the same', (key) => {
    expect(translator(read(zh), 'zh')(key, values(zh[key]))).toBe(
      translator(zh, 'zh')(key, values(zh[key])),
    );
    expect(translator(read(en), 'en')(key, values(en[key]))).toBe(
      translator(en, 'en')(key, values(en[key])),
    );
  });

  test('a text without values needs no parser', () => {
    expect(readMessage('Save')).toBe('Save');
    expect(Array.isArray(readMessage("It''s {count}"))).toBe(true);
  });

  test('is marked by the pseudo-locale too', () => {
    const t = translator(pseudo(read(en)), 'qps');
    expect(t('thread.news', { count: 3 })).toBe('⟦3 new messages⟧');
  });
});

test('plurals', () => {
  const t = translator(en, 'en');
  expect(t('thread.news', { count: 1 })).toBe('1 new message');
  expect(t('thread.news', { count: 3 })).toBe('3 new messages');
  expect(translator(zh, 'zh')('thread.news', { count: 3 })).toBe('3 条新消息');
});

test('a name that runs from right to left does not turn the sentence around', () => {
  const t = translator(en, 'en');
  const name = 'يوسف';
  expect(t('done.assigned', { name })).toBe(`Assigned to \u2068${name}\u2069`);
  expect(t('done.assigned', { name: 'Tomás' })).toBe('Assigned to Tomás');
});

describe('time', () => {
  const format = formats('en', 'Europe/Berlin');
  const now = Date.parse('2026-11-21T22:00:00Z');
  const before = (seconds: number): string => new Date(now - seconds * 1000).toISOString();

  test.each([
    [10, 'now'],
    [61, '1m'],
    [3 * 3600, '3h'],
    [3 * 86_400, 'Wed'],
    [20 * 86_400, '1 Nov'],
  ])('%i seconds ago is "%s"', (seconds, words) => {
    expect(format.ago(before(seconds), now)).toBe(words);
  });

  test('a day is a day of the zone', () => {
    expect(dayNumber('2026-11-21T23:30:00Z', 'Europe/Berlin')).toBe(
      dayNumber('2026-11-22T12:00:00Z', 'Europe/Berlin'),
    );
    expect(dayNumber('2026-11-21T23:30:00Z', 'UTC')).toBe(dayNumber('2026-11-21T01:00:00Z', 'UTC'));
  });

  test('a zone that nobody knows has no clock', () => {
    expect(format.clockIn('Moon/Base', now)).toBeNull();
    expect(format.clockIn('Asia/Shanghai', now)).toBe('06:00');
  });

  test('sizes and play times', () => {
    expect(format.bytes(999)).toBe('999 byte');
    expect(format.bytes(48_211)).toBe('48 kB');
    expect(format.bytes(1_500_000)).toBe('1.5 MB');
    expect([7, 61, 3723].map(playTime)).toEqual(['0:07', '1:01', '1:02:03']);
  });
});

import { describe, expect, test } from 'vitest';
import type { Channel } from '../../api/types.ts';
import en from './words-en.json';
import zh from './words-zh.json';
import {
  changes,
  hasSecret,
  newSecret,
  snippet,
  valuesOf,
  NO_HOURS,
  renamed,
  says,
  type Shift,
  tidiedHours,
  withShift,
} from './values.ts';

const CHANNEL = {
  settings: { title: 'Shop', hours: { week: { mon: [['09:00', '17:00']] } } },
} as unknown as Channel;

describe('the settings of a web chat', () => {
  test('have what the hub has by itself where nothing is given', () => {
    const values = valuesOf({ ...CHANNEL, settings: {} });
    expect([values.colour, values.position, values.ask_rating]).toEqual(['#2563eb', 'right', true]);
    expect(values.hours).toEqual({ zone: '', week: {}, closed: [], days: {} });
  });

  test('are told to the hub only as far as they changed', () => {
    const before = valuesOf(CHANNEL);
    expect(changes(before, structuredClone(before))).toEqual({});
    expect(changes(before, { ...before, title: ' Shop ' })).toEqual({});
    expect(changes(before, { ...before, colour: '#000000' })).toEqual({ colour: '#000000' });
  });

  test('name no language without words, no empty site and no empty day', () => {
    const before = valuesOf(CHANNEL);
    const after = {
      ...before,
      greeting: { zh: '您好', en: ' ' },
      sites: ['', ' https://shop.example '],
      hours: { ...before.hours, closed: ['', '2027-12-25'] },
    };
    expect(changes(before, after)).toEqual({
      greeting: { zh: '您好' },
      sites: ['https://shop.example'],
      hours: { zone: '', week: { mon: [['09:00', '17:00']] }, closed: ['2027-12-25'], days: {} },
    });
  });

  test('show whether there is a secret, and make long ones', () => {
    expect([
      hasSecret(CHANNEL),
      hasSecret({ ...CHANNEL, settings: { identity_secret: '••••' } }),
    ]).toEqual([false, true]);
    expect(newSecret()).toMatch(/^[0-9a-f]{48}$/);
    expect(newSecret()).not.toBe(newSecret());
  });

  test('become one line for a page', () => {
    expect(snippet('https://hub.example', 'abc')).toBe(
      '<script async src="https://hub.example/widget/abc.js"></script>',
    );
  });
});

describe('the words of this page', () => {
  test('are there in both languages', () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
    expect(Object.values(zh).filter((text) => !/[\u4e00-\u9fff]/.test(text))).toEqual([]);
  });
});

test('days with hours of their own stay when the rest is saved', () => {
  const hours = { ...NO_HOURS, days: { '2027-12-24': [['09:00', '12:00'] as Shift], '': [] } };
  expect(tidiedHours(hours).days).toEqual({ '2027-12-24': [['09:00', '12:00']] });
  expect([says(hours), says({ ...NO_HOURS, zone: 'UTC' })]).toEqual([true, false]);
});

test('a day that is chosen anew takes its shifts along, and none away from another', () => {
  const days = { '2027-12-24': [], '2027-12-31': [['09:00', '12:00'] as Shift] };
  expect(Object.keys(renamed(days, '2027-12-24', '2027-12-23'))).toEqual([
    '2027-12-23',
    '2027-12-31',
  ]);
  expect(renamed(days, '2027-12-24', '2027-12-31')).toBe(days);
});

test('a day that was closed and is opened again has the hours that it had', () => {
  const before: Shift[] = [
    ['08:30', '12:00'],
    ['13:00', '16:00'],
  ];
  expect(withShift([], before)).toEqual(before);
  expect(withShift([], [])).toEqual([['09:00', '17:00']]);
  expect(withShift([['08:30', '12:00']], before)).toEqual([
    ['08:30', '12:00'],
    ['18:00', '20:00'],
  ]);
});

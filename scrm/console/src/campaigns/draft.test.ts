import { describe, expect, test } from 'vitest';
import { blankChoice, changeTo, definitionOf, draftOf, lacking, meantBy } from './draft.ts';
import { partsOf } from './fates.ts';
import { filled, variable } from './filling.ts';
import type { Definition, Report, Schedule } from './types.ts';

const WHOLE: Definition = {
  name: 'Spring tea',
  audience: { all: [{ tag: { name: 'tea', op: 'has' } }] },
  exclude: { segment: '7' },
  channels: ['1', '2'],
  message: {
    text: 'Hi',
    format: 'light',
    buttons: [
      { label: 'More', value: 'more' },
      { label: 'Shop', url: 'https://shop.example' },
    ],
  },
  schedule: { at: '2026-12-01T09:00', zone: 'contact' },
  purpose: 'service',
  hold: { open_conversation: false },
  quiet_hours: 'off',
  links: 'as_written',
  max_lateness: '30m',
};

describe('a draft', () => {
  test('that is only opened says what it said', () => {
    expect(definitionOf(draftOf(WHOLE))).toEqual(WHOLE);
  });

  test.each<Schedule>([
    { birthday: { days: -3, at: '09:00' } },
    { birthday: { days: 0, at: '18:30' } },
    { days_after: { event: 'order.paid', days: 14, at: '10:00' } },
    { days_after: { attribute: 'joined the club', days: -1, at: '10:00' } },
  ])('keeps its date of each person: %j', (schedule) => {
    expect(definitionOf(draftOf({ ...WHOLE, schedule })).schedule).toEqual(schedule);
  });

  test('has no date as long as a part of it is missing', () => {
    const draft = draftOf({ ...WHOLE, schedule: { birthday: { days: 2, at: '09:00' } } });
    const { date } = draft;
    for (const part of [{ days: '' as const }, { clock: '' }, { of: 'attribute' as const }]) {
      expect(definitionOf({ ...draft, date: { ...date, ...part } }).schedule).toBeUndefined();
    }
  });

  test('remembers whose words it has, as long as it has any', () => {
    const template = { id: '9', version: 2 };
    const draft = draftOf({ ...WHOLE, template });
    expect(definitionOf(draft).template).toEqual(template);
    const blank = definitionOf({ ...draft, text: '', buttons: [] });
    expect(blank.template).toBeUndefined();
    expect(changeTo(blank)).toMatchObject({ message: null, template: null });
  });

  test('leaves out what nobody said, and takes it out where it was', () => {
    const blank = definitionOf(draftOf({}));
    expect(blank).toEqual({ purpose: 'marketing' });
    expect(lacking(blank)).toEqual(['name', 'audience', 'channels', 'message', 'schedule']);
    expect(changeTo(blank)).toMatchObject({ name: null, exclude: null, purpose: 'marketing' });
  });

  test('asks about those who are meant once all of it is said', () => {
    expect(meantBy(draftOf(WHOLE))).toEqual({ audience: WHOLE.audience, exclude: WHOLE.exclude });
    expect(meantBy(draftOf({}))).toBeNull();
    expect(meantBy({ ...draftOf(WHOLE), exclude: blankChoice() })).toBeNull();
  });

  test('to everybody is one', () => {
    const audience = { everybody: true } as const;
    const draft = draftOf({ ...WHOLE, audience, exclude: undefined });
    expect(definitionOf(draft).audience).toEqual(audience);
    expect(meantBy(draft)).toEqual({ audience });
  });
});

describe('a message as somebody reads it', () => {
  const values = { contact: { name: 'Mei', 'first name': '梅', city: '' } };
  const read = (text: string): string[] =>
    filled(text, values).map((run) => `${run.is} ${run.text}`);

  test('has their values, else what is to be said instead', () => {
    expect(read('Hi {{ contact.name or "there" }}!')).toEqual(['text Hi ', 'value Mei', 'text !']);
    expect(read('{{ contact.city | default("town") }}')).toEqual(['value town']);
    expect(read(variable('contact', 'first name', null))).toEqual(['value 梅']);
  });

  test('shows what is missing, and what only the hub can fill in', () => {
    expect(read('{{ contact.age }}')).toEqual(['missing contact.age']);
    expect(read('{% if contact.age %}x')).toEqual(['open {% if contact.age %}', 'text x']);
  });
});

test('a bar shows everybody once', () => {
  const none = { given: 6, allowed: 8, later: 0, held: 1, waiting: 0, missed: 0, cancelled: 0 };
  const report = {
    ...none,
    ...{ audience: 9, sending: 0, sent: 5, delivered: 3, read: 2, failed: 1, unknown: 0 },
    blocked: 2,
  } as Report;
  const parts = partsOf(report);
  expect(parts.map((one) => `${one.fate} ${one.people}`)).toEqual([
    ...['read 2', 'delivered 1', 'sent 2', 'held 1', 'failed 1', 'blocked 2'],
  ]);
  expect(parts.reduce((sum, one) => sum + one.people, 0)).toBe(report.audience);
});

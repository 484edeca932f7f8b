import { describe, expect, test } from 'vitest';
import { blank, group } from '../conditions/draft.ts';
import {
  apart,
  blankDraft,
  blankResponder,
  definitionOf,
  type Draft,
  draftOf,
  isReady,
  mistakesElsewhere,
  mistakesIn,
  missingIn,
  moved,
  type ResponderDraft,
} from './draft.ts';
import type { Definition } from './types.ts';

const SHOP: Definition = {
  name: 'Tea bot',
  intents: { delivery: ['Where is my parcel?', '我的快递怎么还没到'], praise: ['Great!'] },
  responders: [
    {
      name: 'A person',
      on: { all: [{ text: { contains_any: ['human', '人工'] } }] },
      answer: { text: { en: 'I call a colleague.', zh: '正在转接。' } },
      then: 'hand_over',
      assign: 'mira@example.com',
    },
    {
      name: 'Delivery',
      intent: 'delivery',
      press: ['parcel'],
      channels: ['7'],
      answer: { text: '三天', format: 'light' },
    },
    {
      name: 'Welcome',
      welcome: true,
      hours: 'open',
      answer: {
        text: { en: 'Hi', fr: 'Salut' },
        buttons: [
          { label: { en: 'My parcel' }, value: 'parcel' },
          { label: 'Shop', url: 'https://shop.example/' },
        ],
      },
    },
    { name: 'Help', articles: true },
    { name: 'Help too', articles: true, answer: { text: 'One of these?' } },
    { name: 'Lost', fallback: true, answer: { text: 'In other words?' } },
  ],
  wait: 1.5,
  hand_over: { text: 'Somebody will answer.' },
  assign: 'mira@example.com',
};

function only(one: ResponderDraft): Draft {
  return { ...blankDraft(), responders: [one] };
}

describe('a bot', () => {
  test('comes back as it was', () => {
    expect(definitionOf(draftOf(SHOP))).toEqual(SHOP);
  });

  test('says nothing of what was left blank', () => {
    const one = { ...blankResponder('fallback'), name: ' Lost ' };
    one.answer.text = { en: 'Pardon?', zh: '  ' };
    one.assign = 'mira@example.com';
    expect(definitionOf(only(one))).toEqual({
      responders: [{ name: 'Lost', fallback: true, answer: { text: { en: 'Pardon?' } } }],
    });
  });

  test('knows an intent by its new name wherever it is used', () => {
    const draft = draftOf(SHOP);
    draft.intents[0]!.name = 'parcel';
    const renamed = definitionOf(draft);
    expect(renamed.responders[1]?.intent).toBe('parcel');
    expect(Object.keys(renamed.intents ?? {})).toEqual(['parcel', 'praise']);
  });

  test('keeps the one text under the language that it looks like', () => {
    expect(apart({ '': '三天送到' })).toEqual({ en: '', zh: '三天送到' });
    expect(apart({ '': 'Three days' })).toEqual({ en: 'Three days', zh: '' });
  });
});

describe('what is left to fill in', () => {
  test('is nothing of a whole bot, and something of an empty one', () => {
    expect(isReady(draftOf(SHOP))).toBe(true);
    expect(isReady(blankDraft())).toBe(false);
  });

  test('is said one thing after the other', () => {
    const one = blankResponder('on');
    expect(missingIn(one, [])).toBe('name');
    one.name = 'Price';
    expect(missingIn(one, [])).toBe('when');
    one.root = group('all', [{ ...blank('text'), value: { contains_any: ['price'] } }]);
    expect(missingIn(one, [])).toBe('answer');
    one.answer.text.zh = '十二元';
    expect(missingIn(one, [])).toBe(null);
    one.answer.buttons = [{ id: 1, label: { en: 'Buy' }, does: 'url', target: '' }];
    expect(missingIn(one, [])).toBe('button');
  });

  test('of an intent are its sentences', () => {
    const one = { ...blankResponder('intent'), name: 'Delivery', intent: 5 };
    one.answer.text.en = 'Three days';
    const meant = { id: 5, name: 'delivery', examples: ' \n' };
    expect(missingIn(one, [meant])).toBe('when');
    expect(missingIn(one, [{ ...meant, examples: 'Where is it?' }])).toBe(null);
  });
});

describe('the order', () => {
  const items = [{ id: 1 }, { id: 2 }, { id: 3 }];
  const ids = (all: readonly { id: number }[]): number[] => all.map(({ id }) => id);

  test('changes by one place, and not past its ends', () => {
    expect(ids(moved(items, 3, -1))).toEqual([1, 3, 2]);
    expect(ids(moved(items, 1, 1))).toEqual([2, 1, 3]);
    expect(ids(moved(items, 1, -1))).toEqual([1, 2, 3]);
    expect(ids(moved(items, 3, 1))).toEqual([1, 2, 3]);
    expect(ids(moved(items, 9, 1))).toEqual([1, 2, 3]);
  });
});

describe('a mistake', () => {
  const errors = [
    { field: 'responders.1.answer.text.en', detail: 'is too long' },
    { field: 'responders.10.name', detail: 'is missing' },
    { field: 'wait', detail: 'has to be a number' },
  ];

  test('stands at its responder and no other', () => {
    expect(mistakesIn(errors, 'responders.1')).toEqual([errors[0]]);
  });

  test('that no field stands for is told above', () => {
    expect(mistakesElsewhere(errors)).toEqual([errors[2]]);
  });
});

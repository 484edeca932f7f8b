import { describe, expect, test } from 'vitest';
import type { Article, Category } from '../types.ts';
import { changesOf, lacking, moved, nameOf, titleOf, valuesOf } from './draft.ts';

const ARTICLE: Article = {
  id: '7',
  state: 'published',
  category_id: '3',
  texts: { zh: { title: '退货', body: '三十天。', published_at: null, is_changed: true } },
  created_at: '',
  updated_at: '',
  archived_at: null,
};
const KEPT = valuesOf(ARTICLE);

describe('what the hub is told', () => {
  test('is nothing where nothing but blanks differ', () => {
    expect(changesOf(KEPT, { ...KEPT, 'zh.body': '三十天。\n' })).toEqual({});
  });

  test('is a whole text of the language in which something differs', () => {
    const values = { ...KEPT, 'en.title': 'Returns', category: '' };
    expect(changesOf(KEPT, values)).toEqual({
      category_id: null,
      texts: { en: { title: 'Returns', body: '' } },
    });
  });

  test('takes out a language of which nothing is left', () => {
    const values = { ...KEPT, 'zh.title': ' ', 'zh.body': '' };
    expect(changesOf(KEPT, values)).toEqual({ texts: { zh: null } });
  });
});

describe('what is lacking', () => {
  test('is a text where there is none', () => {
    expect(lacking(valuesOf(null), 'save')).toEqual([null, 'text']);
  });

  test('is a title, and to publish it a body too', () => {
    expect(lacking({ ...KEPT, 'en.body': 'Thirty days.' }, 'save')).toEqual(['en', 'title']);
    const halfDone = { ...KEPT, 'en.title': 'Returns' };
    expect(lacking(halfDone, 'save')).toBeNull();
    expect(lacking(halfDone, 'publish')).toEqual(['en', 'body']);
    expect(lacking(KEPT, 'publish')).toBeNull();
  });
});

test('what has no words in a language is named in the other', () => {
  expect(titleOf(ARTICLE, 'en')).toBe('退货');
  expect(nameOf({ zh: '物流' }, 'en')).toBe('物流');
  expect(nameOf({ en: 'Delivery', zh: '物流' }, 'zh')).toBe('物流');
});

describe('a category that moves', () => {
  const all: Category[] = ['a', 'b', 'c'].map((id) => ({ id, names: {}, position: 0 }));
  const places = (by: 1 | -1, id: string) =>
    moved(all, id, by).map((one) => [one.id, one.position]);

  test('gets a place of its own, as do those beside it', () => {
    expect(places(-1, 'b')).toEqual([
      ['a', 1],
      ['c', 2],
    ]);
  });

  test('stays where there is no further place', () => {
    expect(places(-1, 'a')).toEqual([]);
    expect(places(1, 'c')).toEqual([]);
  });
});

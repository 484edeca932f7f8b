import { expect, test } from 'vitest';
import type { Message } from '../api/types.ts';
import { pieceOf, questionOf, suggested } from './suggesting.ts';
import type { Passage } from './types.ts';

function message(change: Partial<Message>): Message {
  return { direction: 'in', deleted: false, text: 'Where is it?', ...change } as Message;
}

const LATE: Passage = {
  article_id: '7',
  language: 'en',
  title: 'Your parcel is late',
  passage: 'We trace it.',
  share: 0.5,
  url: '',
};

test('the last words of a customer are the question until somebody answers', () => {
  const asked = message({});
  const note = message({ direction: 'note' });
  expect(questionOf([message({ text: 'Hello' }), asked, note])).toBe(asked);
  expect(questionOf([asked, message({ direction: 'out' })])).toBeNull();
  expect(questionOf([])).toBeNull();
});

test('what was taken back or holds no words asks nothing', () => {
  expect(questionOf([message({ deleted: true })])).toBeNull();
  expect(questionOf([message({ text: ' \n' })])).toBeNull();
});

test('one is suggested where it is sure, two where they may answer, none else', () => {
  const passages = [LATE, LATE, LATE];
  expect(suggested(undefined)).toEqual([]);
  expect(suggested({ answering: 'none', passages })).toEqual([]);
  expect(suggested({ answering: 'sure', passages })).toHaveLength(1);
  expect(suggested({ answering: 'offer', passages })).toHaveLength(2);
});

test('the passage stands in the reply, with its address where there is one', () => {
  expect(pieceOf(LATE)).toBe('We trace it.');
  expect(pieceOf({ ...LATE, url: 'https://tea.example/help/en/7' })).toBe(
    'We trace it.\nhttps://tea.example/help/en/7',
  );
  expect(pieceOf({ ...LATE, passage: '' })).toBe('Your parcel is late');
});

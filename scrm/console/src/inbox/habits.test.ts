import { beforeEach, describe, expect, test } from 'vitest';
import { dropOldDrafts, EMPTY_DRAFT, readDraft, writeDraft } from './drafts.ts';
import { matchingReplies, slashBefore } from './quick.ts';
import { localField, snoozeChoices } from './snooze-times.ts';

describe('drafts', () => {
  beforeEach(() => {
    localStorage.clear();
  });
  const draft = { text: 'almost', files: [], replyTo: null };

  test('a reply and a note of one conversation are two drafts', () => {
    writeDraft('1', 'reply', draft);
    expect(readDraft('1', 'reply')).toEqual(draft);
    expect(readDraft('1', 'note')).toEqual(EMPTY_DRAFT);
    expect(readDraft('2', 'reply')).toEqual(EMPTY_DRAFT);
  });

  test('an emptied draft leaves nothing behind', () => {
    writeDraft('1', 'reply', draft);
    writeDraft('1', 'reply', EMPTY_DRAFT);
    expect(localStorage.length).toBe(0);
  });

  test('after a month it goes, and nothing else does', () => {
    localStorage.setItem('other', 'kept');
    writeDraft('1', 'reply', draft);
    const day = 24 * 3_600_000;
    dropOldDrafts(Date.now() + 29 * day);
    expect(readDraft('1', 'reply')).toEqual(draft);
    dropOldDrafts(Date.now() + 31 * day);
    expect(readDraft('1', 'reply')).toEqual(EMPTY_DRAFT);
    expect(localStorage.getItem('other')).toBe('kept');
  });
});

describe('snooze', () => {
  const labels = (now: Date): string[] => snoozeChoices(now).map((choice) => choice.label);

  test('an evening that is over is not offered', () => {
    expect(labels(new Date(2026, 10, 18, 12))).toContain('snooze.evening');
    expect(labels(new Date(2026, 10, 18, 17, 45))).not.toContain('snooze.evening');
  });

  test('Monday on a Monday is the next one', () => {
    const monday = new Date(2026, 10, 16, 10);
    const until = snoozeChoices(monday).find((choice) => choice.label === 'snooze.monday')?.until;
    expect(until).toEqual(new Date(2026, 10, 23, 9));
  });

  test('tomorrow at the end of a month', () => {
    const until = snoozeChoices(new Date(2026, 10, 30, 20)).find(
      (choice) => choice.label === 'snooze.tomorrow',
    )?.until;
    expect(until).toEqual(new Date(2026, 11, 1, 9));
  });

  test('on a Sunday, tomorrow and Monday are said once', () => {
    const offered = labels(new Date(2026, 10, 22, 10));
    expect(offered).toContain('snooze.tomorrow');
    expect(offered).not.toContain('snooze.monday');
  });

  test('a moment and its field mean the same', () => {
    const moment = new Date(2026, 10, 21, 14, 5);
    expect(new Date(localField(moment))).toEqual(moment);
  });
});

describe('quick replies', () => {
  test.each([
    ['/he', 3, { from: 0, word: 'he' }],
    ['Hi /', 4, { from: 3, word: '' }],
    ['a/b', 3, null],
    ['/he llo', 7, null],
    ['https://x', 9, null],
  ])('%s with the caret at %i', (text, caret, found) => {
    expect(slashBefore(text, caret)).toEqual(found);
  });

  test('a shortcut that begins so comes before one that contains it', () => {
    const replies = ['other', 'hello'].map((shortcut) => ({
      id: shortcut,
      shortcut,
      text: shortcut === 'other' ? 'say hello' : 'Hi',
      shared: true,
    }));
    expect(matchingReplies(replies, 'hel').map((reply) => reply.id)).toEqual(['hello', 'other']);
    expect(matchingReplies(replies, 'zzz')).toEqual([]);
  });
});

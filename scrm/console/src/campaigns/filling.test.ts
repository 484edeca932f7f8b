import { expect, test } from 'vitest';
import { filled, HOW_TO_STOP, howToStop, needsStop, STOP_LINK, stopLink } from './filling.ts';

const marketing = (text: string): { text: string; purpose: string } => ({
  text,
  purpose: 'marketing',
});

test('what advertises and does not say how to end it is known', () => {
  expect(needsStop(marketing('New leaves are here'))).toBe(true);
  expect(needsStop(marketing('New tea. Don’t miss the nonstop sale'))).toBe(true);
  expect(needsStop(marketing(''))).toBe(false);
  expect(needsStop({ text: 'Your parcel is here', purpose: 'service' })).toBe(false);
});

test.each([
  'Reply STOP to end',
  '新茶到了，回复退订',
  `New tea\n\n${HOW_TO_STOP}`,
  `New tea\n\n${STOP_LINK}`,
  'Unsubscribe by TD',
])('what says so needs no hint: %s', (text) => {
  expect(needsStop(marketing(text))).toBe(false);
});

test('the line is in the language of the person, or else in ours', () => {
  expect(howToStop('zh-Hans', 'en')).toContain('退订');
  expect(howToStop('en-GB', 'zh')).toContain('STOP');
  expect(howToStop('', 'zh')).toContain('退订');
  expect(howToStop('fr', undefined)).toContain('STOP');
});

test('the line shows in the preview', () => {
  const runs = filled(HOW_TO_STOP, { campaign: { how_to_stop: 'Reply STOP' } });
  expect(runs).toEqual([{ text: 'Reply STOP', is: 'value' }]);
});

test('the link shows in the preview, as long as it will be', () => {
  const link = stopLink('https://hub.example');
  const runs = filled(STOP_LINK, { campaign: { stop_link: link } });
  expect(runs).toEqual([{ text: link, is: 'value' }]);
  expect(link.split('/').at(-1)).toHaveLength(29);
});

test('a first name is what their profile says, and is not cut out of a name', () => {
  const template = '{{ contact.first_name or "there" }}';
  expect(filled(template, { contact: { name: 'Mei Lin' } })[0]?.text).toBe('there');
  expect(filled(template, { contact: { first_name: 'Mei' } })[0]?.text).toBe('Mei');
});

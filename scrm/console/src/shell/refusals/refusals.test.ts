import { expect, test } from 'vitest';
import { inChinese } from './words.ts';

function refused(message: string, field: string | null, code = 'invalid'): string[] {
  const { text, hub } = inChinese({ message, field, code });
  return [text, hub];
}

test('a sentence that is known is said in Chinese with its place', () => {
  expect(
    refused(
      'week.mon.0 value error, must end after it begins; hours past midnight end at 24:00',
      'week.mon.0',
    ),
  ).toEqual([
    '每周时间 星期一 第 1 项：结束时间必须晚于开始时间；跨过午夜的，先到 24:00，次日再接着写',
    '',
  ]);
  expect(refused('texts.en.title is longer than 200 characters', 'texts.en.title')).toEqual([
    '内容 英文 标题：太长了，最多 200 个字符',
    '',
  ]);
});

test('of one that is not known the code is said, and the hub’s words are there', () => {
  expect(refused('name sings', 'name', 'bad_rule')).toEqual(['名称：规则有误', 'sings']);
  expect(refused('Somebody was first', null, 'conflict')).toEqual([
    '别人先改了，或当前状态不允许',
    'Somebody was first',
  ]);
});

test('a code of a later hub is refused all the same', () => {
  expect(refused('It rains', null, 'weather')).toEqual(['没有被接受', 'It rains']);
});

/** What the hub has against a campaign, in words of this page and not of its API: what is wrong and how
 *  to mend it. Pure. */
import type { Misplaced } from '../api/problem.ts';

type Row = readonly [RegExp, en: string, zh: string];

/** Of the template, by what the hub says behind the line. */
const TEMPLATE: readonly Row[] = [
  [
    /can't be read/,
    'a “{{” has no “}}”, or a bracket or quote lacks its other half. Take it out and choose “Fill in” anew',
    '“{{”缺少“}}”，或括号、引号不成对。请删掉后用“插入变量”重新添加',
  ],
  [
    /lacks the end of what was begun/,
    'something was begun and not ended. Write {% endif %} or {% endfor %} behind it',
    '有内容只有开头没有结尾，请在后面写 {% endif %} 或 {% endfor %}',
  ],
  [
    /speaks of '([^']*)', which is not known here/,
    '“$1” is not known. Choose what to fill in under “Fill in”',
    '不认识“$1”，请在“插入变量”里选择',
  ],
  [
    /says (\w+) alone/,
    '“$1” alone says nothing. Choose what of it under “Fill in”',
    '只写“$1”不够，请在“插入变量”里选择具体内容',
  ],
  [
    /has the filter '([^']*)', which is not known/,
    '“| $1” is not known. Take it out, with the bar before it',
    '不认识“| $1”，请连同竖线一起删掉',
  ],
  [
    /has the tag '([^']*)'/,
    '“{% $1 %}” is not known or stands alone. Take it out, or write its end behind it',
    '“{% $1 %}”不认识或不成对，请删掉，或补上结尾',
  ],
  [/calculates/, 'it calculates. Write the variable alone', '这里做了计算，请只写变量本身'],
  [
    /calls something/,
    'it calls something. Write the variable alone',
    '这里调用了函数，请只写变量本身',
  ],
];

const ROWS: readonly Row[] = [
  [/^is missing/, 'This is still missing', '还没有填写'],
  [
    /^is over; set/,
    'This time is over. Choose a later one, or “Now”',
    '这个时间已过，请选择更晚的时间，或选“立即”',
  ],
  [/^has to be a day and a time/, 'Choose a day and a time', '请选择日期和时间'],
  [
    /^(?:has to be "now"|needs one of at)/,
    'Choose when it goes: now, or at a time',
    '请选择发送时间：立即，或指定时间',
  ],
  [
    /^can't be launched yet/,
    'By a birthday or an event it can’t go yet. Choose now, or a time',
    '暂时不能按生日或事件发送，请选择立即或指定时间',
  ],
  [
    /^is no length of time/,
    'Write a time such as 30m or 2h, 7d at most',
    '请填写时长，例如 30m 或 2h，最长 7d',
  ],
  [
    /^is in the list already/,
    'This channel is chosen twice. Take one out',
    '这个渠道选了两次，请去掉一个',
  ],
  [
    /^is no (?:channel|id of a channel)/,
    'This channel is there no more. Choose another',
    '这个渠道已不存在，请另选一个',
  ],
  [
    /^holds an imported chat/,
    'This one holds imported chats and can’t send. Take it out',
    '这是导入的聊天记录，不能发送，请去掉',
  ],
  [
    /^is (?:not there; choose|no id of a segment)/,
    'This segment is there no more. Choose another',
    '这个分群已不存在，请另选一个',
  ],
  [
    /^is no (?:file of ours|id of a file)/,
    'The file is there no more. Take it out and attach it again',
    '文件已不存在，请去掉后重新添加',
  ],
  [
    /^has two buttons of one value/,
    'Two buttons have the same word of ours. Give each its own',
    '有两个按钮的内部用词相同，请各写一个',
  ],
  [
    /^is longer than \d+ bytes/,
    'Our word for it is too long. Write a short one',
    '内部用词太长，请写短一些',
  ],
  [
    /^has to begin with https/,
    'The address has to begin with https:// or http://',
    '网址必须以 https:// 或 http:// 开头',
  ],
  [
    /^needs one of value/,
    'Say what the button does: an answer, or an address to open',
    '请填写按钮的作用：回复内容，或要打开的网址',
  ],
  [
    /^is too much for (.+): at most (\d+) buttons/,
    '“$1” shows at most $2 buttons. Take some out, or that channel',
    '“$1”最多显示 $2 个按钮，请减少按钮，或去掉该渠道',
  ],
  [
    /^is too much for (.+): a word of at most (\d+) bytes/,
    'For “$1” our word for the button is too long. Write a short one, or take out that channel',
    '对“$1”来说按钮的内部用词太长，请写短一些，或去掉该渠道',
  ],
  [
    /^is too much for (.+): a file of at most (\d+) MB/,
    '“$1” takes files of at most $2 MB. Attach a smaller one, or take out that channel',
    '“$1”只接受不超过 $2 MB 的文件，请换小一些的文件，或去掉该渠道',
  ],
];

const IN_LINE = /^is wrong in line (\d+): it (.*)$/s;

function worded(rows: readonly Row[], detail: string, isChinese: boolean): string | null {
  for (const [pattern, en, zh] of rows) {
    const found = pattern.exec(detail);
    if (found) return (isChinese ? zh : en).replace(/\$(\d)/g, (_, n: string) => found[+n] ?? '');
  }
  return null;
}

/** A mistake as it is read; null where this page has no words of its own for it. */
export function plainly(detail: string, locale: string): string | null {
  const isChinese = locale === 'zh';
  const inLine = IN_LINE.exec(detail);
  if (!inLine) return worded(ROWS, detail, isChinese);
  const [, line = '', why = ''] = inLine;
  const said = worded(TEMPLATE, why, isChinese);
  if (said === null) return null;
  return isChinese ? `第 ${line} 行：${said}` : `Line ${line}: ${said}`;
}

/** All that is wrong; where there are no words of ours, those that `said` has. */
export function plain(
  errors: readonly Misplaced[],
  said: readonly Misplaced[],
  locale: string,
): readonly Misplaced[] {
  return said.map((one, index) => ({
    ...one,
    detail: plainly(errors[index]?.detail ?? '', locale) ?? one.detail,
  }));
}

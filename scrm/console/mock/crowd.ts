/** Those who fill the list. Development only. */
import { ARCHIVE, TELEGRAM } from './house.ts';
import { type Person, PHONE, they, we } from './lines.ts';

const WORDS = [
  'Good morning! Did the parcel arrive?',
  'Yes, an hour ago. Thank you!',
  'The sencha is wonderful this year. My neighbour tried it yesterday and now she wants to know where I buy it, so I gave her your address. I hope that is all right with you.',
  'Of course 🙂',
  'これからもよろしくお願いします。',
  'One more question: how long does the open tin keep? It stands in the kitchen, not far from the window, and in the afternoon the sun comes in.',
  'Half a year, if it stands dark and dry.',
];

export const crowd: Person[] = [];

/** A chat of years, to try how a long thread moves. */
crowd.push({
  name: 'Hana Sato',
  username: null,
  channel: ARCHIVE,
  also: TELEGRAM,
  status: 'resolved',
  lines: Array.from({ length: 2000 }, (_, index) => {
    const at = 60 * 24 * 50 + (2000 - index) * 47;
    const text = WORDS[index % WORDS.length] ?? '';
    if (index % 90 === 41) return they(at, '', { content: { omitted: { kind: 'image' } } });
    return index % 3 === 1 ? we(at, text, { author: PHONE, status: undefined }) : they(at, text);
  }),
});

const NAMES =
  'Lena Fischer|Noah Smith|李娜|Marta Silva|Hiro Tanaka|김민준|Zoé Martin|Ibrahim Kaya|Eva Novak|Luis Ortega|张伟|Nina Larsen|Omar Farouk|Priya Nair|Jack Doyle|Elif Demir|Karl Braun|周杰|Ana Costa|Mateusz Nowak|Fatima Zahra|Leo Conti|赵敏|Grace Kim';
const LINES =
  'Is the green tea back in stock?|谢谢，收到了！|Could you change the address?|How do I return this?|Where is your shop?|可以货到付款吗？|The code does not work|Thank you, it was delicious';
NAMES.split('|').forEach((name, index) => {
  const texts = LINES.split('|');
  crowd.push({
    name,
    username: `user${index}`,
    lines: [they(240 + index * 37, texts[index % texts.length] ?? '')],
    waiting: index % 3 === 0 ? 240 + index * 37 : null,
    assignee: [null, '2', '3', null][index % 4],
    status: index % 5 === 4 ? 'resolved' : 'open',
  });
});

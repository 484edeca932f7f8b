/** Who writes, and what they say. Development only. */
import type {
  Attachment,
  Author,
  Contact,
  Content,
  Conversation,
  Direction,
  MessageStatus,
} from '../src/api/types.ts';
import { ARCHIVE, MINUTE, newId, NOW, SUPPORT, TELEGRAM, users } from './house.ts';

export interface Line {
  direction: Direction;
  text: string;
  at: number;
  by?: string;
  author?: Author;
  content?: Content;
  status?: MessageStatus;
  reason?: string;
  files?: Attachment[];
  edited?: boolean;
  deleted?: boolean;
}

export interface Person {
  name: string;
  username: string | null;
  lines: Line[];
  zone?: string;
  stage?: string;
  attributes?: Contact['attributes'];
  assignee?: string | null;
  unread?: number;
  status?: Conversation['status'];
  until?: string | null;
  waiting?: number | null;
  priority?: Conversation['priority'];
  channel?: typeof TELEGRAM;
  /** Where else they can be reached. */
  also?: typeof TELEGRAM;
  reachable?: boolean;
}

export function attachment(fields: Partial<Attachment> & { kind: Attachment['kind'] }): Attachment {
  const id = newId();
  return {
    id,
    name: '',
    media_type: 'image/svg+xml',
    size: 84_300,
    state: 'stored',
    reason: null,
    width: null,
    height: null,
    duration: null,
    url: `/api/v1/files/${id}/content`,
    ...fields,
  };
}

const they = (at: number, text: string, more: Partial<Line> = {}): Line => ({
  direction: 'in',
  text,
  at,
  ...more,
});
const we = (at: number, text: string, more: Partial<Line> = {}): Line => ({
  direction: 'out',
  text,
  at,
  by: '1',
  status: 'read',
  ...more,
});
const note = (at: number, text: string): Line => ({ direction: 'note', text, at, by: '2' });
const happened = (at: number, kind: string, to?: string): Line => ({
  direction: 'activity',
  text: kind,
  at,
  by: '2',
  content: {
    activity: {
      kind,
      by: { kind: 'user', id: '2', name: 'Tomás Ruiz' },
      to: to ? { id: to, name: users.find((user) => user.id === to)?.name } : null,
    },
  },
});

const WORDS = [
  'Good morning! Did the parcel arrive?',
  'Yes, an hour ago. Thank you!',
  'The sencha is wonderful this year. My neighbour tried it yesterday and now she wants to know where I buy it, so I gave her your address. I hope that is all right with you.',
  'Of course 🙂',
  'これからもよろしくお願いします。',
  'One more question: how long does the open tin keep? It stands in the kitchen, not far from the window, and in the afternoon the sun comes in.',
  'Half a year, if it stands dark and dry.',
];

const PHONE: Author = { kind: 'channel', id: null, name: 'Anna B.' };
const BOT: Author = { kind: 'bot', id: null, name: 'Welcome' };

const MEI: Line[] = [
  they(60 * 27, '', { content: { start: 'autumn' } }),
  we(60 * 27 - 1, 'Hello 梅林, welcome to **Lotus Tea**. What are you looking for?', {
    content: {
      text: 'Hello 梅林, welcome to **Lotus Tea**. What are you looking for?',
      format: 'light',
      buttons: [
        { label: 'My order', value: 'order' },
        { label: 'A present', value: 'gift' },
        { label: 'Our shop', url: 'https://shop.example' },
      ],
    },
  }),
  they(60 * 27 - 2, '', { content: { press: { value: 'gift', label: 'A present' } } }),
  they(60 * 26, 'For my mother. She likes white tea, nothing smoky 🍵'),
  we(60 * 26 - 3, 'The Silver Needle is what we would drink ourselves. It looks like this:', {
    files: [attachment({ kind: 'photo', name: 'silver-needle.jpg', width: 1200, height: 800 })],
  }),
  they(60 * 26 - 8, 'Beautiful. I take two tins, please.', { edited: true }),
  happened(60 * 25, 'assigned', '1'),
  we(60 * 25 - 4, 'Both are packed and leave today. The invoice:', {
    files: [
      attachment({
        kind: 'document',
        name: 'invoice-2026-1184.pdf',
        media_type: 'application/pdf',
        size: 48_211,
      }),
    ],
    status: 'delivered',
  }),
  note(
    60 * 3,
    'She ordered twice in September too. Put a sample of the new harvest in the parcel.',
  ),
  they(34, 'Hello! Is my parcel on its way? It should be there for the weekend.'),
  they(33, '', {
    files: [attachment({ kind: 'voice', media_type: 'audio/ogg', duration: 14, size: 31_000 })],
  }),
  they(32, '', {
    content: {
      location: {
        latitude: 31.2243,
        longitude: 121.4691,
        title: 'Office, 2nd floor',
        address: '淮海中路 999 号, 上海',
      },
    },
  }),
  they(
    31,
    'This is where it should go instead, if that is still possible? https://maps.example/p/31.22',
  ),
];

export const people: Person[] = [
  {
    name: '梅林 Mei Lin',
    username: 'meilin',
    zone: 'Asia/Shanghai',
    stage: 'Customer',
    attributes: { city: '上海', language: 'zh', 'last order': 'A-1184', birthday: '12 March' },
    lines: MEI,
    unread: 4,
    waiting: 34,
    assignee: '1',
    priority: 'high',
  },
  {
    name: 'Ravi Patel',
    username: 'ravi_p',
    zone: 'Asia/Kolkata',
    stage: 'Lead',
    lines: [
      they(130, 'Do you ship to Pune? And what does it cost?'),
      we(120, 'We do. Two days, 4 euros, free from 40.', {
        status: 'unknown',
        reason: 'outcome_unknown',
      }),
      they(9, 'ok and how long until it is here'),
    ],
    unread: 1,
    waiting: 9,
    assignee: '1',
  },
  {
    name: 'Olga Petrova',
    username: 'olga_p',
    lines: [
      they(400, 'The tin arrived open. Half of the tea is in the box.'),
      they(399, '', {
        files: [1, 2, 3].map((index) =>
          attachment({ kind: 'photo', name: `box-${index}.jpg`, width: 900, height: 900 }),
        ),
      }),
      we(390, 'That is not how it should arrive. A new one leaves today, keep the rest.', {
        status: 'failed',
        reason: 'recipient_gone',
      }),
    ],
    waiting: 400,
    priority: 'urgent',
    reachable: false,
  },
  {
    name: 'يوسف حداد',
    username: 'yousef',
    zone: 'Asia/Beirut',
    lines: [they(75, 'مرحبا، هل لديكم شاي بالنعناع؟'), they(74, 'وكم سعر العلبة الكبيرة؟')],
    unread: 2,
    waiting: 75,
  },
  {
    name: 'Jonas Weber',
    username: null,
    lines: [
      they(200, 'Can you send me your wholesale list?'),
      we(190, 'Of course. We write back as soon as the new one is out.', {
        status: 'held',
        reason: 'channel_paused',
      }),
    ],
    channel: SUPPORT,
    assignee: '2',
  },
  {
    name: '王建国',
    username: 'wang_jg',
    zone: 'Asia/Shanghai',
    lines: [they(18, '你好，发票可以开公司抬头吗？'), they(17, '税号我稍后发给你')],
    unread: 2,
    waiting: 18,
    assignee: '3',
  },
  {
    name: 'Sofia Rossi',
    username: 'sofia',
    lines: [
      they(1500, 'Grazie! 🙏'),
      they(1480, '🎉'),
      we(1479, 'Our pleasure. Have a **very** good weekend.', {
        content: { text: 'Our pleasure. Have a **very** good weekend.', format: 'light' },
      }),
    ],
    assignee: '1',
  },
  {
    name: 'Lin family group',
    username: null,
    lines: [
      they(60 * 24 * 40, 'Who brings the tea on Sunday?'),
      we(60 * 24 * 40 - 2, 'I do, as always.', { author: PHONE, status: undefined }),
      they(60 * 24 * 40 - 3, '', { content: { omitted: { kind: 'image' } } }),
      they(60 * 24 * 40 - 4, 'The new teapot', {
        content: { text: 'The new teapot', omitted: { kind: 'video' } },
      }),
      we(60 * 24 * 40 - 5, '', {
        author: PHONE,
        status: undefined,
        content: { omitted: { kind: 'media' } },
      }),
      they(60 * 24 * 40 - 6, '', { deleted: true }),
      they(60 * 24 * 40 - 7, '', {
        content: { omitted: { kind: 'document', name: 'Sunday menu, third version.pdf' } },
      }),
    ],
    channel: ARCHIVE,
    status: 'resolved',
    reachable: false,
  },
  {
    name: 'Amara Diallo',
    username: 'amara',
    lines: [
      they(3000, 'I come back on Monday for the big order.'),
      we(2999, 'We are closed now and read this in the morning.', { author: BOT }),
    ],
    status: 'snoozed',
    until: new Date(NOW + 3 * 24 * 60 * MINUTE).toISOString(),
    assignee: '1',
  },
  {
    name: 'Pavel Novák',
    username: 'pavel',
    lines: [they(4400, 'All good now, thanks.'), we(4390, 'Glad to hear it!', { by: '2' })],
    status: 'resolved',
    assignee: '2',
  },
];

/** A chat of years, to try how a long thread moves. */
people.push({
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
  people.push({
    name,
    username: `user${index}`,
    lines: [they(240 + index * 37, texts[index % texts.length] ?? '')],
    waiting: index % 3 === 0 ? 240 + index * 37 : null,
    assignee: [null, '2', '3', null][index % 4],
    status: index % 5 === 4 ? 'resolved' : 'open',
  });
});

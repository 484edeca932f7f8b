/** Who writes, and what they say. Development only. */
import { ARCHIVE, MINUTE, NOW, SUPPORT } from './house.ts';
import {
  attachment,
  BOT,
  happened,
  type Line,
  called,
  note,
  type Person,
  PHONE,
  they,
  we,
} from './lines.ts';

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
  called(50, [
    { by: 'person', name: 'Mei Lin', text: 'My parcel?' },
    { by: 'bot', responder: 'Parcels', intent: 'parcel', text: 'Which order is it?' },
    { by: 'person', name: 'Mei Lin', text: '', what: 'location' },
    { by: 'bot', text: 'I did not understand that, sorry' },
    { by: 'colleague', name: 'Tomás Ruiz', text: 'I look.' },
  ]),
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
    lines: [
      they(95, 'مرحبا، هل لديكم شاي بالنعناع؟'),
      we(90, 'نعم، لدينا **Silver Needle** و Moroccan Mint. أيهما تفضل؟', {
        by: '3',
        content: {
          text: 'نعم، لدينا **Silver Needle** و Moroccan Mint. أيهما تفضل؟',
          format: 'light',
          buttons: [
            { label: 'شاي بالنعناع', value: 'mint' },
            { label: 'Silver Needle', value: 'silver' },
          ],
        },
      }),
      they(80, '', { content: { press: { value: 'mint', label: 'شاي بالنعناع' } } }),
      they(
        78,
        'الطلب رقم A-1184 (Silver Needle) لم يصل بعد!\nOrder A-1184, please check.\nתודה רבה!',
        {
          quotes: 1,
        },
      ),
      they(
        74,
        'وكم سعر العلبة الكبيرة؟ هل يمكنكم إرسالها قبل نهاية الأسبوع إلى العنوان نفسه في بيروت؟',
      ),
    ],
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
    name: 'Bảo Nguyễn-Trần, Green Lotus Teahouse & Ceramics, Hội An',
    username: 'green_lotus_teahouse',
    stage: 'Partner',
    lines: [
      they(300, '', {
        files: [attachment({ kind: 'sticker', name: '🍵', width: 512, height: 512 })],
      }),
      they(298, '', {
        content: { contact: { name: 'Bảo Nguyễn', phone: '+84 235 555 0142', own: true } },
      }),
      they(296, 'Careful with the code: ab-204-77 is for partners.', {
        content: {
          text: 'Careful with the code: ab-204-77 is for partners.',
          spans: [
            { start: 0, length: 7, kind: 'bold' },
            { start: 23, length: 9, kind: 'spoiler' },
            { start: 36, length: 3, kind: 'italic' },
          ],
        },
      }),
      they(294, '', {
        files: [
          attachment({ kind: 'video', state: 'too_large', size: 84_000_000 }),
          attachment({ kind: 'photo', state: 'failed', reason: 'file is too old' }),
          attachment({ kind: 'document', state: 'pending' }),
          attachment({
            kind: 'audio',
            name: 'harvest song.mp3',
            media_type: 'audio/mpeg',
            duration: 201,
          }),
        ],
      }),
      we(
        290,
        'https://shop.example/partners/green-lotus-teahouse-and-ceramics/orders/2026/autumn?ref=averylongreferencewithoutanyspaces',
        {
          status: 'blocked',
          reason: 'unsubscribed',
        },
      ),
    ],
    waiting: 300,
    priority: 'low',
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

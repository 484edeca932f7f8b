/** The bot, articles and office hours over the cast. Development only. */
import type { Article } from '../src/articles/types.ts';
import type { Bot, Count, Definition, Missed } from '../src/bots/types.ts';
import { ok, page, problem, type Route } from './answers.ts';

const AT = '2026-05-01T09:00:00Z';

const definition: Definition = {
  responders: [
    {
      name: 'Price',
      on: { all: [{ text: { contains_any: ['price'] } }] },
      hours: 'closed',
      answer: {
        text: { en: 'Twelve a tin', zh: '每罐十二元' },
        buttons: [{ label: 'Tea', value: 'tea' }],
      },
      then: 'hand_over',
    },
    { name: 'Parcels', intent: 'parcel', answer: { text: 'Three days' } },
    { name: 'Lost', fallback: true, answer: { text: 'In other words, please' } },
  ],
  intents: { parcel: ['Where is my parcel?'], unused: ['Never'] },
};

const bot: Bot = {
  state: 'paused',
  reason: 'too chatty',
  definition,
  reading: 'The bot answers',
  version: 2,
  is_changed: true,
  updated_at: AT,
  versions: [2, 1].map((number) => ({
    number,
    definition: number === 2 ? { ...definition, wait: 1 } : definition,
    published_at: AT,
    published_by: { by: 'user:1' },
  })),
};

const counts: Count[] = ['Price', ''].map((responder, index) => ({
  day: '2026-05-01',
  responder,
  answered: 4,
  handed_over: index,
  not_understood: 2,
}));

const missed: Missed[] = [true, false].map((near, index) => ({
  id: String(51 + index),
  text: near ? 'Parcel?' : 'Do you sell submarines?',
  times: 3,
  people: 2,
  at: AT,
  conversation_id: '1',
  meant: near ? ['parcel'] : [],
  likeness: [
    { intent: 'parcel', score: near ? 0.6 : 0 },
    { intent: 'unused', score: 0 },
  ],
}));

const article: Article = {
  id: '61',
  state: 'changed',
  category_id: '62',
  texts: { en: { title: 'Delivery', body: 'Three days', published_at: AT, is_changed: true } },
  created_at: AT,
  updated_at: AT,
  archived_at: null,
};

const category = { id: '62', names: { en: 'Orders', zh: '订单' }, position: 1 };

export const botRoutes: Record<string, Route> = {
  'GET /bots': () => ok(bot),
  'POST /bots/check': () => ok({ reading: bot.reading, unused: ['unused'] }),
  'GET /bots/counters': () => page(counts),
  'GET /bots/not-understood': () => page(missed),
  'GET /packs': () => page([]),
  'GET /articles': ({ query }) => page(query.get('archived') ? [] : [article]),
  'GET /articles/search': () => ok({ answering: 'none', passages: [] }),
  'GET /articles/:id': (_request, [id]) =>
    id === article.id ? ok(article) : problem(404, 'not_found', 'no such article'),
  'POST /articles/preview': () => ok({ html: '' }),
  'GET /article-categories': () => page([category]),
  'GET /settings/sending': () =>
    ok({
      quiet_hours: { opens: '09:00', closes: '20:00', weekdays: ['mon', 'tue', 'fri'] },
      caps: { day: 1, week: null },
      hold_after_answer: 24,
    }),
  'GET /contacts/:id/marketing': () => ok({ opted_out: false, ways: [] }),
  'GET /suppressions': () => ok({ items: [], next: null }),
  'GET /settings/hours': () =>
    ok({
      hours: {
        zone: '',
        week: { mon: [['09:00', '18:00']] },
        closed: ['2026-12-25'],
        days: { '2026-12-24': [['09:00', '12:00']] },
      },
      zone: 'Asia/Shanghai',
      open: false,
      opens_at: AT,
    }),
};

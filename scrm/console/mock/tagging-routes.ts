/** Rules and tags over the cast. Development only. */
import type { Tag } from '../src/api/tags.ts';
import type { Rule, Trial, WholeRule } from '../src/rules/types.ts';
import { ok, page, problem, type Route } from './answers.ts';

const AT = '2026-05-01T09:00:00Z';

const refunds: Rule = {
  id: '71',
  name: 'Refunds',
  state: 'paused',
  reason: 'It tagged half of the town',
  definition: {
    name: 'Refunds',
    when: 'message.received',
    if: { all: [{ text: { contains_any: ['refund'] } }] },
    then: [{ tag: 'refund', until: '60d' }, { untag: 'calm' }, { set: { asked: true } }],
  },
  reading: 'When this happens: they wrote to us\nthen:\n  – tag “refund” for 60 days',
  version: 2,
  is_changed: true,
  created_at: AT,
  updated_at: AT,
  ring: ['Refunds', 'Calm'],
  people: 4,
  filling: {
    state: 'done',
    acts: true,
    progress: 1,
    looked_at: 40,
    found: 3,
    error: '',
    started_at: AT,
    finished_at: AT,
  },
};

const whole: WholeRule = {
  rule: refunds,
  back_filled: 3,
  versions: [2, 1].map((number) => ({
    number,
    reading: `When this happens: they wrote to us\nthen:\n  – tag “refund” for ${number * 10} days`,
    definition: refunds.definition,
    published_at: AT,
    published_by: { by: 'user:1' },
  })),
};

const tags: Tag[] = [
  {
    id: '81',
    name: 'refund',
    group: '',
    people: 4,
    last_put: AT,
    uses: [
      { kind: 'rule', id: '71', name: 'Refunds', state: 'paused', how: 'puts' },
      { kind: 'segment', id: '91', name: 'Waiting for money', state: '', how: 'asks' },
    ],
    archived_at: null,
    merging_into: null,
  },
  {
    id: '82',
    name: 'wholesale',
    group: 'Trade',
    people: 0,
    last_put: null,
    uses: [],
    archived_at: null,
    merging_into: null,
  },
];

const trial: Trial = {
  items: (['new', 'gone', 'same'] as const).map((found, index) => ({
    contact_id: String(index),
    name: `Person ${index}`,
    at: AT,
    message_id: index === 1 ? null : String(index),
    excerpt: index === 2 ? '' : 'A refund, please',
    found,
  })),
  next: 'more',
  start: 'start',
  counts: { new: 1, gone: 1, same: 1 },
  version: 2,
  would: ['tag “refund”'],
  looked_at: 340,
  since: AT,
};

export const taggingRoutes: Record<string, Route> = {
  'GET /rules': () => page([refunds]),
  'GET /rules/:id': (_request, [id]) =>
    id === refunds.id ? ok(whole) : problem(404, 'not_found', 'no such rule'),
  'POST /segments/preview': () => ok({ reading: refunds.reading, count: 4, sample: [] }),
  'POST /rules/check': () => ok({ reading: refunds.reading, ring: refunds.ring }),
  'POST /rules/dry-run': () => ok(trial),
  'POST /rules/:id/dry-run': () => ok(trial),
  'GET /tags': ({ query }) =>
    page(query.get('archived') ? [{ ...tags[1]!, id: '83', archived_at: AT }] : tags),
};

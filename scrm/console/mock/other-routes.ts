/** Contacts and settings over the cast. Development only. */
import type { Ability, Import } from '../src/api/types.ts';
import { type Answer, ok, page, problem, type Publish, type Route } from './answers.ts';
import { botRoutes } from './bot-routes.ts';
import * as cast from './cast.ts';
import { taggingRoutes } from './tagging-routes.ts';

/** What somebody's programs told of a person. */
const TOLD = [
  {
    id: '901',
    kind: 'order.paid',
    at: cast.ago(3),
    data: { amount: 6400, currency: 'EUR', order: '4182' },
  },
  {
    id: '902',
    kind: 'custom.course_finished',
    at: cast.ago(2000),
    data: {
      course: 'Wheel throwing',
      score: 9,
      paid: true,
      note: 'A friend comes along. '.repeat(9),
    },
  },
];

function runImport(publish: Publish): Import {
  const made: Import = {
    id: cast.newId(),
    kind: 'whatsapp',
    file_name: 'WhatsApp Chat with Mei.txt',
    state: 'needs_answer',
    progress: 0.1,
    question: { field: 'me', choices: ['Anna', 'Mei Lin', 'Grandma', '-'] },
    report: null,
    error: null,
  };
  cast.imports.unshift(made);
  publish('import.changed', { import: made });
  return made;
}

function finishImport(id: string, publish: Publish): Answer {
  const found = cast.imports.find((one) => one.id === id);
  if (!found) return problem(404, 'not_found', 'no such import');
  [0.3, 0.6, 0.9].forEach((progress, index) => {
    setTimeout(
      () => {
        Object.assign(found, { state: 'running', progress, question: null });
        publish('import.changed', { import: { ...found } });
      },
      400 * (index + 1),
    );
  });
  setTimeout(() => {
    Object.assign(found, { state: 'done', progress: 1, report: cast.imports.at(-1)?.report });
    publish('import.changed', { import: { ...found } });
  }, 1800);
  return ok({ ...found, state: 'running', question: null });
}

const contactOf = (id: string | undefined) => cast.contacts.find((one) => one.id === id);

export const otherRights: Ability[] = [
  'suppressions.lift',
  'contacts.read',
  'segments.read',
  'rules.read',
  'rules.write',
  'bots.read',
  'bots.write',
  'articles.write',
  'articles.read',
];

export const otherRoutes: Record<string, Route> = {
  ...taggingRoutes,
  ...botRoutes,
  'GET /teams/:id/uses': () => page([{ kind: 'rule', id: '71', name: 'Refunds' }]),
  'GET /teams': () => page([{ id: '71', name: 'Refunds', members: [cast.ME], open: 2 }]),
  'GET /contacts': ({ query }) => {
    const q = (query.get('q') ?? '').toLowerCase();
    return page(cast.contacts.filter((one) => one.name.toLowerCase().includes(q)));
  },
  'POST /contacts': (request) => {
    const made = { ...cast.contacts[0]!, attributes: {}, ...request.body, id: cast.newId() };
    cast.contacts.unshift(made);
    return ok(made, 201);
  },
  'GET /contacts/:id': (_request, [id]) => {
    const found = contactOf(id);
    return found ? ok(found) : problem(404, 'not_found', 'no such contact');
  },
  'PATCH /contacts/:id': (request, [id]) => {
    const found = contactOf(id);
    if (!found) return problem(404, 'not_found', 'no such contact');
    const { attributes, ...rest } = request.body;
    Object.assign(found, rest);
    Object.assign(found.attributes, attributes);
    for (const [name, value] of Object.entries(found.attributes)) {
      if (value === null) delete found.attributes[name];
    }
    return ok({ ...found });
  },
  'GET /contacts/:id/erase-preview': () => ok({ contacts: 2, conversations: 2, messages: 41 }),
  'DELETE /contacts/:id': (_request, [id]) => {
    cast.contacts.splice(cast.contacts.findIndex((one) => one.id === id) >>> 0, 1);
    return ok({});
  },
  'GET /contacts/:id/identities': (_request, [id]) =>
    page(cast.identities.filter((one) => one.contact_id === id)),
  'GET /conversations/:id/ways': () => page([]),
  'GET /conversations/:id/visitors': () => page([]),
  'GET /contacts/:id/reachability': (_request, [id]) =>
    page(
      cast.identities
        .filter((one) => one.contact_id === id)
        .map((one) => ({
          channel_id: one.channel_id,
          channel: one.channel,
          identity_id: one.id,
          can: one.reachable && one.channel.platform !== 'archive',
          why: one.unreachable_reason ?? (one.channel.platform === 'archive' ? 'archive' : 'ok'),
          text: one.reachable ? 'Can be reached' : 'The person blocked the bot',
        })),
    ),
  'GET /contacts/:id/timeline': (_request, [id]) => {
    const own = cast.conversations.find((one) => one.contact_id === id);
    const events = cast.messages
      .filter((one) => one.conversation_id === own?.id && one.direction !== 'note')
      .map((one) => ({
        id: one.id,
        kind:
          one.direction === 'in'
            ? 'message.received'
            : one.direction === 'out'
              ? 'message.sent'
              : 'conversation.assigned',
        at: one.created_at,
        data: { message_id: one.id },
      }));
    return page([...TOLD, ...[...events].reverse()]);
  },
  'GET /messages': ({ query }) => {
    const wanted = (query.get('ids') ?? '').split(',');
    return page(cast.messages.filter((one) => wanted.includes(one.id)));
  },
  'GET /platforms': () => ok(cast.platforms),
  'GET /channels': () => page(cast.channels),
  'POST /channels/probe': (request) =>
    String((request.body.settings as Record<string, string>).token).includes('bad')
      ? problem(422, 'channel_rejected', 'Telegram says: Unauthorized')
      : ok({ state: 'ok', detail: '', display: '@new_shop_bot', checked_at: null, facts: {} }),
  'POST /channels': (request) => {
    const made = { ...cast.channels[0]!, id: cast.newId(), name: String(request.body.name) };
    cast.channels.push(made);
    return ok(made, 201);
  },
  'PATCH /channels/:id': (request, [id]) =>
    ok({ ...cast.channels.find((one) => one.id === id), ...request.body }),
  'POST /channels/:id/check': (_request, [id]) => ok(cast.channels.find((one) => one.id === id)),
  'POST /channels/:id/pause': (_request, [id]) =>
    ok(Object.assign(cast.channels.find((one) => one.id === id) ?? {}, { state: 'paused' })),
  'POST /channels/:id/resume': (_request, [id]) =>
    ok(
      Object.assign(cast.channels.find((one) => one.id === id) ?? {}, {
        state: 'active',
        paused_reason: null,
      }),
    ),
  'GET /deliveries': ({ query }) =>
    page(cast.deliveries.filter((one) => one.state === query.get('state'))),
  'POST /deliveries/:id/resend': () => ok({}),
  'POST /deliveries/:id/settle': () => ok({}),
  'GET /deadletters': () => page(cast.deadLetters),
  'POST /deadletters/replay': () => ok({}),
  'POST /deadletters/:id/replay': () => ok({}),
  'POST /deadletters/:id/discard': () => ok({}),
  'GET /quick-replies': () => page(cast.quickReplies),
  'POST /quick-replies': (request) => ok({ id: cast.newId(), ...request.body }, 201),
  'PATCH /quick-replies/:id': (request, [id]) => ok({ id, ...request.body }),
  'DELETE /quick-replies/:id': () => ok(undefined, 204),
  'GET /imports': () => page(cast.imports),
  'POST /imports': (_request, _ids, publish) => ok(runImport(publish), 202),
  'GET /imports/:id': (_request, [id]) => ok(cast.imports.find((one) => one.id === id)),
  'POST /imports/:id/answer': (_request, [id], publish) => finishImport(id ?? '', publish),
  'GET /settings': () => ok(cast.organisation),
  'PATCH /settings': (request) => ok(Object.assign(cast.organisation, request.body)),
};

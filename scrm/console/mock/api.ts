/** The REST interface over the cast, as far as the console uses it. Development only. */
import type { Conversation, Me, Message } from '../src/api/types.ts';
import {
  type Answer,
  ok,
  page,
  problem,
  type Publish,
  type Request,
  type Route,
} from './answers.ts';
import * as cast from './cast.ts';
import { counts } from './counts.ts';
import { otherRights, otherRoutes } from './other-routes.ts';

const me: Me = {
  user: {
    ...(cast.users[0] as Me['user']),
    email: 'anna@shop.example',
    preferences: { firstRunDone: true },
  },
  csrf: 'mock',
  roles: ['owner'],
  can: [
    'conversations.read',
    'conversations.write',
    'channels.manage',
    'users.manage',
    'deliveries.resolve',
    'deadletters.replay',
    'contacts.erase',
    'contacts.write',
    'imports.write',
    'settings.write',
    ...otherRights,
  ],
};
const world = { signedIn: true };

/** Back to before sign-in, for tests of the door. */
export function signOut(): void {
  world.signedIn = false;
}

function listConversations({ query }: Request): Answer {
  const is = (name: string, value: string | null): boolean => {
    const wanted = query.get(name);
    return wanted === null || wanted === 'all' || wanted === value;
  };
  const assignee = query.get('assignee');
  const q = query.get('q')?.toLowerCase();
  const found = cast.conversations.filter(
    (one) =>
      is('status', one.status) &&
      is('channel', one.channel_id) &&
      is('contact', one.contact_id) &&
      (assignee === null || one.assignee_id === { me: cast.ME, none: null }[assignee]) &&
      (query.get('unread') !== 'true' || one.unread > 0) &&
      (!q || one.contact.name.toLowerCase().includes(q)),
  );
  return page([...found].sort((a, b) => (a.last_at < b.last_at ? 1 : -1)));
}

function search({ query }: Request): Answer {
  const q = (query.get('q') ?? '').toLowerCase();
  const hits = cast.messages
    .filter((message) => message.text.toLowerCase().includes(q))
    .slice(0, 20)
    .map((message) => ({
      conversation: cast.conversations.find((one) => one.id === message.conversation_id),
      message: {
        id: message.id,
        seq: message.seq,
        text: message.text,
        at: message.created_at,
        omitted: message.content.omitted ?? null,
        highlights: [[[...(message.text.toLowerCase().split(q)[0] ?? '')].length, [...q].length]],
      },
    }));
  return page(hits);
}

/** A stretch of the thread; `next` leads further back, or on after `after`. */
function listMessages(conversation: Conversation, { query }: Request): Answer {
  const [before, after] = [Number(query.get('before')), Number(query.get('after'))];
  const limit = Number(query.get('limit')) || 50;
  const own = cast.messages.filter((one) => one.conversation_id === conversation.id);
  if (after) {
    const items = own.filter((one) => one.seq > after).slice(0, limit);
    return ok({ items, next: null });
  }
  const items = own.filter((one) => !before || one.seq < before).slice(-limit);
  const first = items[0]?.seq ?? 1;
  return ok({ items, next: first > 1 ? btoa(String(first)) : null });
}

function touch(conversation: Conversation, publish: Publish): Answer {
  publish('conversation.changed', { conversation });
  publish('counts.changed', {});
  return ok(conversation);
}

let sent = 0;

function addMessage(conversation: Conversation, request: Request, publish: Publish): Answer {
  const content = (request.body.content ?? { text: request.body.text }) as Message['content'];
  const own = cast.messages.filter((one) => one.conversation_id === conversation.id);
  const isNote = request.body.private === true;
  const now = new Date().toISOString();
  const message: Message = {
    id: cast.newId(),
    conversation_id: conversation.id,
    seq: own.length + 1,
    direction: isNote ? 'note' : 'out',
    author: { kind: 'user', id: cast.ME, name: me.user.name },
    text: content.text ?? '',
    content,
    attachments: (content.attachments ?? []).map((id) => ({ ...uploads[id]! })),
    status: isNote ? null : 'queued',
    status_at: null,
    reason: null,
    created_at: now,
    platform_time: now,
    campaign_id: null,
    edited_at: null,
    versions: 1,
    deleted: false,
    delivery_id: isNote ? null : cast.newId(),
  };
  cast.messages.push(message);
  remember(conversation, message);
  publish('message.added', { message, conversation_id: conversation.id });
  touch(conversation, publish);
  if (!isNote) climb(message, conversation, publish);
  return ok(message, 201);
}

function remember(conversation: Conversation, message: Message): void {
  conversation.last_at = message.created_at;
  conversation.last_message = cast.lastOf(message);
  conversation.waiting_since = message.direction === 'out' ? null : conversation.waiting_since;
}

/** Every third send ends unknown, so that what can be done about it can be tried. */
function climb(message: Message, conversation: Conversation, publish: Publish): void {
  const steps =
    ++sent % 3 === 0
      ? (['sending', 'unknown'] as const)
      : (['sending', 'sent', 'delivered', 'read'] as const);
  steps.forEach((status, index) => {
    setTimeout(
      () => {
        message.status = status;
        message.reason = status === 'unknown' ? 'outcome_unknown' : null;
        publish('message.changed', { message: { ...message } });
        remember(conversation, message);
      },
      300 + index * 700,
    );
  });
  if (steps.length === 4)
    setTimeout(() => {
      answerBack(conversation, publish);
    }, 5000);
}

/** The person writes again. */
export function answerBack(conversation: Conversation, publish: Publish): void {
  const now = new Date().toISOString();
  const own = cast.messages.filter((one) => one.conversation_id === conversation.id);
  const message: Message = {
    ...(own.find((one) => one.direction === 'in') as Message),
    id: cast.newId(),
    seq: own.length + 1,
    text: 'Thank you!',
    content: { text: 'Thank you!' },
    attachments: [],
    edited_at: null,
    created_at: now,
    platform_time: now,
  };
  cast.messages.push(message);
  remember(conversation, message);
  conversation.unread += 1;
  conversation.waiting_since = now;
  publish('message.added', { message: { ...message }, conversation_id: conversation.id });
  touch(conversation, publish);
}

const uploads: Record<string, Message['attachments'][number]> = {};

function withConversation(
  act: (conversation: Conversation, request: Request, publish: Publish) => Answer,
): Route {
  return (request, [id], publish) => {
    const found = cast.conversations.find((one) => one.id === id);
    return found ? act(found, request, publish) : problem(404, 'not_found', 'no such conversation');
  };
}

export const routes: Record<string, Route> = {
  'POST /session': (request) => {
    if (request.body.password === 'wrong') return problem(401, 'bad_credentials', 'wrong');
    world.signedIn = true;
    return ok(me);
  },
  'GET /session/link': (request) =>
    request.query.get('token') === 'spent'
      ? problem(404, 'link_expired', 'gone')
      : ok({ kind: 'invite', email: 'new@shop.example', name: '', needs_password: true }),
  'POST /session/link': () => {
    world.signedIn = true;
    return ok(me);
  },
  'DELETE /session': () => {
    world.signedIn = false;
    return ok(undefined, 204);
  },
  'GET /me': () => (world.signedIn ? ok(me) : problem(401, 'unauthenticated', 'sign in')),
  'PATCH /me': (request) => {
    Object.assign(me.user, request.body);
    return ok(me);
  },
  'GET /users': () => page(cast.users),
  'POST /users': (request) =>
    ok(
      {
        user: { ...cast.users[4], ...request.body },
        invite_url: 'https://hub.shop.example/welcome#token=example',
      },
      201,
    ),
  'POST /users/:id/invite': () =>
    ok({ invite_url: 'https://hub.shop.example/welcome#token=example' }),
  'PATCH /users/:id': (request, [id]) =>
    ok(Object.assign(cast.users.find((one) => one.id === id) ?? {}, request.body)),
  'GET /agents': () =>
    ok(
      cast.users
        .filter((user) => user.name !== '')
        .map(({ id, name, away, photo }) => ({ id, name, away, photo })),
    ),
  'GET /counts': () => ok(counts()),
  'GET /conversations': listConversations,
  'POST /conversations': (request, _ids, publish) => {
    const found = cast.conversations.find((one) => one.contact_id === request.body.contact_id);
    if (!found) return problem(422, 'invalid', 'nobody');
    return ok({ conversation: found, message: addMessage(found, request, publish).body }, 201);
  },
  'GET /conversations/:id': withConversation((one) => ok(one)),
  'PATCH /conversations/:id': withConversation((one, request, publish) => {
    Object.assign(one, request.body, request.body.status ? { snoozed_until: null } : {});
    return touch(one, publish);
  }),
  'POST /conversations/:id/snooze': withConversation((one, request, publish) => {
    Object.assign(one, { status: 'snoozed', snoozed_until: request.body.until });
    return touch(one, publish);
  }),
  'POST /conversations/:id/read': withConversation((one, _request, publish) => {
    one.unread = 0;
    return touch(one, publish);
  }),
  'POST /conversations/:id/unread': withConversation((one, _request, publish) => {
    one.unread = Math.max(1, one.unread);
    return touch(one, publish);
  }),
  'POST /conversations/:id/typing': () => ok({}, 202),
  'POST /conversations/:id/presence': () => ok({}, 202),
  'GET /conversations/:id/messages': withConversation(listMessages),
  'POST /conversations/:id/messages': withConversation(addMessage),
  'GET /messages/:id/versions': () =>
    page([
      { at: cast.ago(1568), text: 'Beautiful. I take one tin, please.', content: {} },
      { at: cast.ago(1567), text: 'Beautiful. I take two tins, please.', content: {} },
    ]),
  'GET /search': search,
  'POST /files': () => {
    const made = cast.attachment({ kind: 'photo', name: 'picture.png', width: 600, height: 400 });
    uploads[made.id] = made;
    return ok(made, 201);
  },
  ...otherRoutes,
};

/** The answer to a request, by the first route that fits. */
export function answer(request: Request, publish: Publish): Answer {
  const parts = request.path.split('/');
  for (const [name, route] of Object.entries(routes)) {
    const [method, pattern = ''] = name.split(' ');
    const wanted = pattern.split('/');
    if (method !== request.method || wanted.length !== parts.length) continue;
    if (!wanted.every((part, index) => part.startsWith(':') || part === parts[index])) continue;
    return route(
      request,
      parts.filter((_part, index) => wanted[index]?.startsWith(':')),
      publish,
    );
  }
  return problem(404, 'not_found', `${request.method} ${request.path}`);
}

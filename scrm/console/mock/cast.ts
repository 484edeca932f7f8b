/** A cast with a story, for looking at the console without a hub. Development only. */
import type {
  Contact,
  Conversation,
  DeadLetter,
  Delivery,
  Identity,
  Import,
  LastMessage,
  Message,
  Organisation,
  QuickReply,
} from '../src/api/types.ts';
import { parseLight } from '../src/text/light.ts';
import { ago, newId, TELEGRAM, users } from './house.ts';
import { crowd } from './crowd.ts';
import { type Line, type Person } from './lines.ts';
import { people } from './people.ts';

export * from './house.ts';
export { attachment } from './lines.ts';

export const contacts: Contact[] = [];
export const identities: (Identity & { contact_id: string })[] = [];
export const conversations: Conversation[] = [];
export const messages: Message[] = [];
export const deliveries: Delivery[] = [];

function messageOf(conversation: string, seq: number, person: Person, line: Line): Message {
  const user = users.find((one) => one.id === line.by);
  return {
    id: newId(),
    conversation_id: conversation,
    seq,
    direction: line.direction,
    author:
      line.author ??
      (line.direction === 'in'
        ? { kind: 'contact', id: null, name: person.name }
        : { kind: 'user', id: line.by ?? '1', name: user?.name ?? 'Anna Berg' }),
    text: line.text,
    content: line.content ?? { text: line.text },
    attachments: line.files ?? [],
    status: line.status ?? null,
    status_at: null,
    reason: line.reason ?? null,
    created_at: ago(line.at),
    platform_time: ago(line.at),
    campaign_id: null,
    edited_at: line.edited ? ago(line.at - 1) : null,
    versions: line.edited ? 2 : 1,
    deleted: line.deleted ?? false,
    delivery_id: line.direction === 'out' ? newId() : null,
  };
}

/** What a list shows of a message, as the hub writes it down. */
export function lastOf(message: Message): LastMessage {
  const { omitted, format } = message.content;
  const kind = message.attachments[0]?.kind;
  const words = format === 'light' ? parseLight(message.text).text : message.text;
  const line = omitted
    ? `[${omitted.kind} omitted] ${omitted.name ?? ''}`.trim()
    : kind
      ? `[${kind}]`
      : '';
  return {
    id: message.id,
    text: message.deleted ? '[deleted]' : words || line,
    direction: message.direction,
    author_kind: message.author.kind,
    author_id: message.author.id,
    author_name: message.author.name,
    at: message.created_at,
    status: message.status,
  };
}

for (const person of [...people, ...crowd]) {
  const channel = person.channel ?? TELEGRAM;
  const last = person.lines.at(-1);
  const contact: Contact = {
    id: newId(),
    name: person.name,
    photo: null,
    locale: null,
    zone: person.zone ?? null,
    owner_id: null,
    stage: person.stage ?? null,
    attributes: person.attributes ?? {},
    first_seen: ago(60 * 24 * 60),
    last_seen: ago(last?.at ?? 0),
    joined_into: null,
  };
  contacts.push(contact);
  identities.push({
    id: newId(),
    contact_id: contact.id,
    channel_id: channel.id,
    channel,
    external_id: newId(),
    display: person.name,
    username: person.username,
    reachable: person.reachable ?? true,
    unreachable_since: person.reachable === false ? ago(390) : null,
    unreachable_reason: person.reachable === false ? 'recipient_gone' : null,
    verified: null,
    last_inbound_at: ago(last?.at ?? 0),
    home_id: null,
  });
  if (person.also) {
    const known = identities.at(-1)!;
    identities.push({
      ...known,
      id: newId(),
      channel_id: person.also.id,
      channel: person.also,
      username: 'hana_s',
    });
  }
  const id = newId();
  const own = person.lines.map((line, index) => messageOf(id, index + 1, person, line));
  person.lines.forEach((line, index) => {
    const quoted = line.quotes === undefined ? undefined : own[line.quotes];
    const message = own[index];
    if (quoted && message) message.content = { ...message.content, reply_to: quoted.id };
  });
  messages.push(...own);
  const lastMessage = own.at(-1);
  conversations.push({
    id,
    contact_id: contact.id,
    channel_id: channel.id,
    contact: { id: contact.id, name: contact.name, photo: null },
    channel,
    status: person.status ?? 'open',
    assignee_id: person.assignee ?? null,
    team: null,
    priority: person.priority ?? 'none',
    waiting_since: person.waiting ? ago(person.waiting) : null,
    campaign_id: null,
    campaign_message_id: null,
    bot: { state: 'on', why: '' },
    snoozed_until: person.until ?? null,
    unread: person.unread ?? 0,
    last_message: lastMessage ? lastOf(lastMessage) : null,
    last_at: ago(last?.at ?? 0),
    created_at: ago(60 * 24 * 60),
    resolve_reason: null,
    reachable: person.reachable ?? true,
  });
  for (const message of own) {
    if (message.status !== 'unknown' && message.status !== 'failed') continue;
    deliveries.push({
      id: message.delivery_id ?? '',
      message_id: message.id,
      conversation_id: id,
      contact: { id: contact.id, name: contact.name, photo: null },
      channel,
      state: message.status,
      reason: message.reason,
      detail: message.status === 'failed' ? 'Forbidden: bot was blocked by the user' : null,
      tries: 1,
      due_at: null,
      text: message.text,
      created_at: message.created_at,
    });
  }
}

export const deadLetters: DeadLetter[] = [
  {
    id: newId(),
    channel: TELEGRAM,
    kind: 'message',
    external_id: '881234',
    received_at: ago(55),
    tries: 1,
    unreadable: true,
    error: 'malformed: message.date: expected a number, found "yesterday"',
    body: '{\n  "update_id": 881234,\n  "message": {"message_id": 4, "date": "yesterday"}\n}',
  },
  {
    id: newId(),
    channel: TELEGRAM,
    kind: 'message',
    external_id: '881229',
    received_at: ago(95),
    tries: 5,
    unreadable: false,
    error: 'OperationalError: disk I/O error',
    body: '{\n  "update_id": 881229,\n  "message": {"message_id": 3, "text": "Hello"}\n}',
  },
];

export const quickReplies: QuickReply[] = [
  {
    id: newId(),
    shortcut: 'hello',
    text: 'Hello, thank you for writing to Lotus Tea!',
    shared: true,
  },
  {
    id: newId(),
    shortcut: 'hours',
    text: 'We are here Monday to Friday, 9 to 18 h.',
    shared: true,
  },
  { id: newId(), shortcut: '发票', text: '发票将在三个工作日内发送到您的邮箱。', shared: false },
];

export const imports: Import[] = [
  {
    id: newId(),
    kind: 'whatsapp',
    file_name: 'WhatsApp Chat with Lin family.txt',
    state: 'done',
    progress: 1,
    question: null,
    report: {
      messages: 1284,
      added: 1284,
      already: 0,
      people: ['Anna', 'Mei', 'Grandma'],
      system: 6,
      media_omitted: 92,
      from: ago(60 * 24 * 400),
      to: ago(60 * 24 * 40),
      bad_lines: [{ line: 311, text: '[??.03.26, 10:', why: 'no date at the start' }],
      bad_line_count: 41,
      channel_id: '13',
      conversation_id: conversations.find((one) => one.channel.platform === 'archive')?.id ?? null,
    },
    error: null,
  },
];

export const organisation: Organisation = {
  organisation_name: 'Lotus Tea',
  timezone: 'Europe/Berlin',
  locale: 'en',
  accent: '#4353d9',
  reopen_after_days: null,
};

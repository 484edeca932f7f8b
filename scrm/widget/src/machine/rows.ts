/** The thread as it is shown: days, the mark of what is new, and bubbles in groups. */
import type { Chat } from './chat.ts';
import type { Entry } from './outbox.ts';
import type { Attachment, Button, Message } from './protocol.ts';

export type BubbleState = 'sending' | 'waiting' | 'sent' | 'seen' | 'failed' | '';

export interface Bubble {
  kind: 'bubble';
  /** Stays the same from the first try to the last word about it. */
  key: string;
  isMine: boolean;
  name: string;
  photo: string;
  text: string;
  isLight: boolean;
  attachments: readonly Attachment[];
  buttons: readonly Button[];
  /** Whether the buttons still ask: nothing was said after them. */
  isAsking: boolean;
  at: number;
  isFirst: boolean;
  isLast: boolean;
  state: BubbleState;
  refusal: string;
  clientId: string;
}

export type Row =
  Bubble | { kind: 'day'; key: string; at: number } | { kind: 'unread'; key: string };

/** Who writes on within this time is not named again. */
const GROUP_MS = 5 * 60_000;

/** `unreadFrom` is the seq before which the mark stands; 0 for none. */
export function rowsOf(chat: Chat, unreadFrom: number): Row[] {
  const { messages } = chat.thread;
  const bubbles = [
    ...messages.map((message) => shown(message, chat)),
    ...chat.outbox.entries.map((entry) => pending(entry, chat.link.isLive)),
  ];
  group(bubbles);
  mark(bubbles);
  const marked = messages.findIndex(({ seq }) => seq >= unreadFrom);
  return laidOut(bubbles, unreadFrom > 0 ? marked : -1);
}

function shown(message: Message, chat: Chat): Bubble {
  const isMine = message.by === 'visitor';
  const isRead = message.seq <= chat.inbound.theirRead;
  return {
    ...plain(message.text, message.attachments),
    key: message.clientId || `seq-${message.seq}`,
    isMine,
    name: message.name,
    photo: message.photo,
    isLight: message.isLight,
    buttons: message.buttons,
    at: Date.parse(message.at) || 0,
    state: isMine ? (isRead ? 'seen' : 'sent') : '',
  };
}

function pending(entry: Entry, isLive: boolean): Bubble {
  const { clientId, refusal } = entry;
  const state = refusal ? 'failed' : isLive ? 'sending' : 'waiting';
  const { text, attachments, at } = entry;
  return { ...plain(text, attachments), key: clientId, clientId, at, state, refusal };
}

function plain(text: string, attachments: readonly Attachment[]): Bubble {
  return {
    kind: 'bubble',
    key: '',
    isMine: true,
    name: '',
    photo: '',
    text,
    isLight: false,
    attachments,
    buttons: [],
    isAsking: false,
    at: 0,
    isFirst: true,
    isLast: true,
    state: '',
    refusal: '',
    clientId: '',
  };
}

function group(bubbles: readonly Bubble[]): void {
  bubbles.forEach((bubble, index) => {
    const before = bubbles[index - 1];
    if (!before || !belong(before, bubble)) return;
    before.isLast = false;
    bubble.isFirst = false;
  });
  const last = bubbles.at(-1);
  if (last && !last.isMine) last.isAsking = true;
}

function belong(one: Bubble, next: Bubble): boolean {
  if (one.isMine !== next.isMine || one.name !== next.name) return false;
  return Math.abs(next.at - one.at) < GROUP_MS && dayOf(one.at) === dayOf(next.at);
}

/** Of what arrived only the newest says so, once more where it is the newest that was seen. */
function mark(bubbles: readonly Bubble[]): void {
  const isArrived = ({ state }: Bubble): boolean => state === 'sent' || state === 'seen';
  const newest = bubbles.findLast(isArrived);
  const newestSeen = bubbles.findLast(({ state }) => state === 'seen');
  for (const bubble of bubbles) {
    if (isArrived(bubble) && bubble !== newest && bubble !== newestSeen) bubble.state = '';
  }
}

function laidOut(bubbles: readonly Bubble[], unreadAt: number): Row[] {
  const rows: Row[] = [];
  let day = '';
  bubbles.forEach((bubble, index) => {
    const its = dayOf(bubble.at);
    if (its !== day) rows.push({ kind: 'day', key: `day-${its}`, at: bubble.at });
    day = its;
    if (index === unreadAt) rows.push({ kind: 'unread', key: 'unread' });
    rows.push(bubble);
  });
  return rows;
}

function dayOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
}

import { Problem } from '../api/problem.ts';
import type { Attachment, Content, Conversation, Message } from '../api/types.ts';
import { ordered } from '../i18n/time.ts';
import { type Filter, filterKey, matches } from './filter.ts';
import { withoutTwins } from './twins.ts';

/** One list of conversations in the order of the hub: newest first. */
export interface ConversationList {
  filter: Filter;
  ids: readonly string[];
  next: string | null;
  loaded: boolean;
  loading: boolean;
  problem: Problem | null;
  /** What the stream told while an answer was on its way: that answer may be older. */
  early: readonly string[];
}

/** What was typed and sent, until the hub has it as a message. */
export interface Pending {
  key: string;
  content: Content;
  files: readonly Attachment[];
  private: boolean;
  at: string;
  problem: Problem | null;
}

export interface Thread {
  messages: readonly Message[];
  /** False when the first message is here. */
  hasOlder: boolean;
  /** A jump into the past leaves newer messages out until they are scrolled to. */
  gap: boolean;
  loaded: boolean;
  loading: boolean;
  problem: Problem | null;
  pending: readonly Pending[];
  /** What the stream told while an answer was on its way: that answer may be older. */
  early: readonly Message[];
}

/** An action that the hub refused, shown where it was done, with a way to try again. */
export interface Failure {
  problem: Problem;
  retry: () => void;
}

export interface InboxState {
  conversations: Readonly<Record<string, Conversation>>;
  lists: Readonly<Record<string, ConversationList>>;
  threads: Readonly<Record<string, Thread>>;
  failures: Readonly<Record<string, Failure>>;
}

export const EMPTY_INBOX: InboxState = { conversations: {}, lists: {}, threads: {}, failures: {} };

export const EMPTY_THREAD: Thread = {
  messages: [],
  hasOlder: false,
  gap: false,
  loaded: false,
  loading: false,
  problem: null,
  pending: [],
  early: [],
};

export function emptyList(filter: Filter): ConversationList {
  return { filter, ids: [], next: null, loaded: false, loading: false, problem: null, early: [] };
}

type Conversations = Readonly<Record<string, Conversation>>;

/** Who looks, and at which conversation. */
export interface Looking {
  me: string;
  keep: string | null;
}

function byNewest(conversations: Conversations): (a: string, b: string) => number {
  const last = (id: string): string => ordered(conversations[id]?.last_at ?? '');
  return (a, b) => (last(a) < last(b) ? 1 : last(a) > last(b) ? -1 : a < b ? 1 : -1);
}

/**
 * Puts a conversation where it now belongs in a list. One older than what is loaded stays
 * out: paging will bring it. The open one (`keep`) stays although it no longer matches, so
 * that the list does not jump under the hand of who just resolved it.
 */
function placed(
  list: ConversationList,
  conversation: Conversation,
  state: Looking & { conversations: Conversations },
): ConversationList {
  const { id } = conversation;
  const had = list.ids.includes(id);
  const belongs = matches(list.filter, conversation, state.me) || (had && id === state.keep);
  if (!belongs) return had ? { ...list, ids: list.ids.filter((other) => other !== id) } : list;
  if (!list.loaded) return list;
  const oldest = state.conversations[list.ids.at(-1) ?? ''];
  const older = oldest && ordered(conversation.last_at) < ordered(oldest.last_at);
  if (!had && list.next !== null && older) return list;
  const ids = [...list.ids.filter((other) => other !== id), id];
  return { ...list, ids: ids.sort(byNewest(state.conversations)) };
}

export function withConversation(
  state: InboxState,
  conversation: Conversation,
  me: string,
  keep: string | null = null,
): InboxState {
  const conversations = { ...state.conversations, [conversation.id]: conversation };
  const lists = Object.fromEntries(
    Object.entries(state.lists).map(([key, list]) => [
      key,
      placed(
        list.loading ? { ...list, early: [...new Set([...list.early, conversation.id])] } : list,
        conversation,
        { conversations, me, keep },
      ),
    ]),
  );
  return { ...state, conversations, lists };
}

const GONE = new Problem({ status: 404, code: 'not_found', detail: '' });

/** A conversation that is there no more; whoever looks at it sees that. */
export function withoutConversation(state: InboxState, id: string): InboxState {
  const { [id]: _gone, ...conversations } = state.conversations;
  const without = (ids: readonly string[]): readonly string[] => ids.filter((one) => one !== id);
  const lists = Object.fromEntries(
    Object.entries(state.lists).map(([key, list]) => [
      key,
      { ...list, ids: without(list.ids), early: without(list.early) },
    ]),
  );
  return {
    ...state,
    conversations,
    lists,
    threads: { ...state.threads, [id]: { ...EMPTY_THREAD, problem: GONE } },
  };
}

export function withList(
  state: InboxState,
  filter: Filter,
  change: (list: ConversationList) => ConversationList,
): InboxState {
  const key = filterKey(filter);
  const list = change(state.lists[key] ?? emptyList(filter));
  return { ...state, lists: { ...state.lists, [key]: list } };
}

/** A page of a list as it came, and what the stream told since it was asked for. */
export function withPage(
  state: InboxState,
  filter: Filter,
  page: { items: Conversation[]; next: string | null },
  { first, me, keep }: Looking & { first: boolean },
): InboxState {
  const conversations = { ...state.conversations };
  const early = state.lists[filterKey(filter)]?.early ?? [];
  for (const item of page.items) {
    if (!early.includes(item.id)) conversations[item.id] = item;
  }
  const ids = page.items.map((item) => item.id);
  return withList({ ...state, conversations }, filter, (list) => {
    const answered: ConversationList = {
      ...list,
      ids: first ? ids : [...list.ids, ...ids.filter((id) => !list.ids.includes(id))],
      next: page.next,
      loaded: true,
      loading: false,
      problem: null,
      early: [],
    };
    return early
      .flatMap((id) => conversations[id] ?? [])
      .reduce<ConversationList>(
        (joint, told) => placed(joint, told, { conversations, me, keep }),
        answered,
      );
  });
}

const KEPT = 100;

/** A thread that is left keeps what it opens with; who went far back may do so again. */
export function shortened(thread: Thread): Thread {
  if (thread.gap || thread.loading || thread.messages.length <= KEPT) return thread;
  return { ...thread, messages: thread.messages.slice(-KEPT), hasOlder: true };
}

export function withThread(
  state: InboxState,
  id: string,
  change: (thread: Thread) => Thread,
): InboxState {
  const thread = change(state.threads[id] ?? EMPTY_THREAD);
  return { ...state, threads: { ...state.threads, [id]: thread } };
}

const SECOND = '2026-11-21T10:01:30'.length;

/** By the second in which it was written, which is all that some platforms know; then by commit. */
function byTime(a: Message, b: Message): number {
  const [one, other] = [a.platform_time.slice(0, SECOND), b.platform_time.slice(0, SECOND)];
  if (one === other) return a.seq - b.seq;
  return one < other ? -1 : 1;
}

/** Joins messages into what is there; a message that came twice (answer and stream) stays one. */
export function joined(known: readonly Message[], arrived: readonly Message[]): readonly Message[] {
  const byId = new Map(known.map((message) => [message.id, message]));
  for (const message of arrived) byId.set(message.id, newer(byId.get(message.id), message));
  return [...byId.values()].sort(byTime);
}

const LADDER = ['queued', 'reserved', 'sending', 'sent', 'delivered', 'read'];

/** Receipts only climb: an answer that was under way does not take "read" back to "sent". */
function newer(known: Message | undefined, arrived: Message): Message {
  if (!known) return arrived;
  const before = LADDER.indexOf(known.status ?? '');
  const after = LADDER.indexOf(arrived.status ?? '');
  return before >= 0 && after >= 0 && after < before
    ? { ...arrived, status: known.status }
    : arrived;
}

/** The row in the list shows trouble with the last message as soon as the thread does. */
function withFate(state: InboxState, message: Message): InboxState {
  const conversation = state.conversations[message.conversation_id];
  const last = conversation?.last_message;
  if (!conversation || last?.id !== message.id || last.status === message.status) return state;
  const last_message = { ...last, status: message.status };
  const changed = { ...conversation, last_message };
  return { ...state, conversations: { ...state.conversations, [conversation.id]: changed } };
}

export function withMessage(before: InboxState, message: Message): InboxState {
  const state = withFate(before, message);
  const known = state.threads[message.conversation_id];
  if (!known) return state;
  return withThread(state, message.conversation_id, (thread) =>
    told(thread.loading ? { ...thread, early: joined(thread.early, [message]) } : thread, message),
  );
}

function told(thread: Thread, message: Message): Thread {
  if (!thread.loaded) return thread;
  const isKnown = thread.messages.some((known) => known.id === message.id);
  if (thread.gap && !isKnown) return thread;
  return {
    ...thread,
    pending: isKnown ? thread.pending : withoutTwins(thread.pending, [message]),
    messages: joined(thread.messages, [message]),
  };
}

/** A page of messages as it came, and what the stream told since it was asked for. */
export function withAnswer(thread: Thread, answer: Partial<Thread>): Thread {
  const next = { ...thread, ...answer, early: [] };
  const ids = new Set(next.messages.map((message) => message.id));
  const early = thread.early.filter((message) => !next.gap || ids.has(message.id));
  const messages = joined(next.messages, early);
  const before = new Set(thread.messages.map((message) => message.id));
  const arrived = messages.filter((message) => !before.has(message.id));
  return { ...next, messages, pending: withoutTwins(thread.pending, arrived) };
}

/** The hub has it: the pending copy goes in the same step in which the message comes. */
export function withSent(state: InboxState, key: string, message: Message): InboxState {
  return withThread(state, message.conversation_id, (thread) => ({
    ...thread,
    pending: thread.pending.filter((pending) => pending.key !== key),
    // The stream knows at least as much as the answer to our own request.
    messages: thread.gap ? thread.messages : joined([message], thread.messages),
  }));
}

export function withPending(state: InboxState, id: string, pending: Pending): InboxState {
  return withThread(state, id, (thread) => ({
    ...thread,
    pending: [...thread.pending.filter((other) => other.key !== pending.key), pending],
  }));
}

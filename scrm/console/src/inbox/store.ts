import { conversations as calls } from '../api/calls.ts';
import { asProblem } from '../api/problem.ts';
import type { Conversation, Message } from '../api/types.ts';
import { createStore } from '../state/store.ts';
import { me } from '../session/me.ts';
import { EMPTY_DRAFT, writeDraft } from './drafts.ts';
import { type Filter, filterKey, filterQuery } from './filter.ts';
import {
  EMPTY_INBOX,
  EMPTY_THREAD,
  joined,
  shortened,
  withAnswer,
  withConversation,
  withList,
  withoutConversation,
  withPage,
  withThread,
} from './state.ts';

const PAGE = 50;

export const inbox = createStore(EMPTY_INBOX);
/** The conversation on screen, null elsewhere. */
export const openConversation = createStore<string | null>(null);

/** Goes to another conversation; the one that is left may now leave its list. */
export function lookAt(id: string | null): void {
  const left = openConversation.get();
  openConversation.set(id);
  const conversation = left === null ? undefined : inbox.get().conversations[left];
  if (left === null || left === id) return;
  if (conversation) keepConversation(conversation);
  inbox.set((state) => (state.threads[left] ? withThread(state, left, shortened) : state));
}

export function myId(): string {
  return me.get()?.user.id ?? '';
}

export function conversationOf(id: string): Conversation | undefined {
  return inbox.get().conversations[id];
}

export function keepConversation(conversation: Conversation): void {
  inbox.set((state) => withConversation(state, conversation, myId(), openConversation.get()));
}

/** The newest question for each list and thread: an answer to an older one comes too late. */
const asked = new Map<string, number>();

function ask(what: string): () => boolean {
  const mine = (asked.get(what) ?? 0) + 1;
  asked.set(what, mine);
  return () => asked.get(what) === mine;
}

/** The list on screen, or the last one that was. */
let shown: Filter | null = null;

/** Fetches the next page of a list, or the first one again: what a list does when it is shown. */
export async function loadList(filter: Filter, first: boolean): Promise<void> {
  if (first) shown = filter;
  const key = filterKey(filter);
  const known = inbox.get().lists[key];
  if (known?.loading || (!first && known?.next == null)) return;
  const isNewest = ask(key);
  inbox.set((state) => withList(state, filter, (list) => ({ ...list, loading: true, early: [] })));
  try {
    const cursor = first ? undefined : (known?.next ?? undefined);
    const page = await calls.list({ ...filterQuery(filter), cursor, limit: PAGE });
    if (!isNewest()) return;
    const looking = { me: myId(), keep: openConversation.get() };
    inbox.set((state) => withPage(state, filter, page, { first, ...looking }));
  } catch (cause) {
    if (!isNewest()) return;
    const problem = asProblem(cause);
    inbox.set((state) => withList(state, filter, (list) => ({ ...list, loading: false, problem })));
  }
}

/** Its person was erased: no list shows it, and what was begun here goes too. */
export function forgetConversation(id: string): void {
  inbox.set((state) => withoutConversation(state, id));
  for (const kind of ['reply', 'note'] as const) writeDraft(id, kind, EMPTY_DRAFT);
}

/** What came meanwhile is kept: it is at least as new as what was asked for before it. */
export async function loadConversation(id: string): Promise<void> {
  const before = conversationOf(id);
  try {
    const answer = await calls.get(id);
    if (conversationOf(id) === before) keepConversation(answer);
  } catch (cause) {
    const problem = asProblem(cause);
    inbox.set((state) => withThread(state, id, (thread) => ({ ...thread, problem })));
  }
}

type Place = 'newest' | 'older' | 'newer' | { around: number };

function placeQuery(
  place: Place,
  messages: readonly Message[],
): { before?: number; after?: number } {
  const seqs = messages.map((message) => message.seq);
  if (typeof place === 'object') return { before: place.around + PAGE / 2 };
  if (place === 'older') return { before: Math.min(...seqs) };
  if (place === 'newer') return { after: Math.max(0, ...seqs) };
  return {};
}

/** Where each thread was opened: at its end, or at a message in its past. */
const openedAt = new Map<string, Place>();

/** Fetches a part of a thread; "newest" after a gap in the stream joins what came meanwhile. */
export async function loadMessages(id: string, place: Place): Promise<void> {
  const known = inbox.get().threads[id] ?? EMPTY_THREAD;
  if (known.loading || (place === 'older' && !known.hasOlder)) return;
  if (place === 'newest' || typeof place === 'object') openedAt.set(id, place);
  const isNewest = ask(id);
  inbox.set((state) =>
    withThread(state, id, (thread) => ({ ...thread, loading: true, early: [], problem: null })),
  );
  try {
    const query = placeQuery(place, known.messages);
    const page = await calls.messages(id, { ...query, limit: PAGE });
    if (!isNewest()) return;
    const lastSeq = Math.max(0, ...page.items.map((message) => message.seq));
    inbox.set((state) =>
      withThread(state, id, (thread) => {
        const starts = typeof place === 'object' || place === 'newest';
        const overlaps = thread.messages.some((message) => message.id === page.items[0]?.id);
        const keeps = !starts || (place === 'newest' && overlaps && !thread.gap);
        return withAnswer(thread, {
          messages: keeps ? joined(thread.messages, page.items) : page.items,
          hasOlder: place === 'newer' || (starts && keeps) ? thread.hasOlder : page.next !== null,
          gap:
            typeof place === 'object'
              ? lastSeq >= place.around + PAGE / 2 - 1
              : place === 'newer'
                ? page.items.length === PAGE
                : place === 'older' && thread.gap,
          loaded: true,
          loading: false,
        });
      }),
    );
  } catch (cause) {
    if (!isNewest()) return;
    const problem = asProblem(cause);
    inbox.set((state) =>
      withThread(state, id, (thread) => ({ ...thread, loading: false, problem })),
    );
  }
}

/**
 * After a gap in the stream: everything that is on screen once more. Only who reads in the past
 * of a thread stays there; what is new is fetched when they come back to its end.
 */
export function refetchInbox(): void {
  const open = openConversation.get();
  const list = shown && inbox.get().lists[filterKey(shown)];
  const thread = open === null ? undefined : inbox.get().threads[open];
  const isInPast = thread?.loaded === true && thread.gap;
  inbox.set((state) => ({
    ...state,
    lists: list ? { [filterKey(list.filter)]: { ...list, loading: false } } : {},
    // An answer that is on its way is older than the gap: it does not stand for a new one.
    threads: open && thread ? { [open]: isInPast ? thread : { ...thread, loading: false } } : {},
  }));
  if (list) void loadList(list.filter, true);
  if (open === null) return;
  void loadConversation(open);
  if (!isInPast) {
    void loadMessages(open, thread?.loaded ? 'newest' : (openedAt.get(open) ?? 'newest'));
  }
}

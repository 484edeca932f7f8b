import { conversations as calls } from '../api/calls.ts';
import { newKey } from '../api/client.ts';
import { asProblem } from '../api/problem.ts';
import type { Attachment, Content, Conversation, Priority } from '../api/types.ts';
import type { MessageKey } from '../i18n/catalogue.ts';
import { hubNow } from '../i18n/hub-time.ts';
import { showToast, showUndo } from '../shell/toasts.ts';
import { withPending, withSent, withThread } from './state.ts';
import { conversationOf, inbox, keepConversation, loadConversation } from './store.ts';

function setFailure(id: string, cause: unknown, retry: () => void): void {
  const failure = { problem: asProblem(cause), retry };
  inbox.set((state) => ({ ...state, failures: { ...state.failures, [id]: failure } }));
}

export function clearFailure(id: string): void {
  inbox.set((state) => {
    const { [id]: _gone, ...failures } = state.failures;
    return { ...state, failures };
  });
}

/** Shows a change at once, asks the hub, and puts the hub's own answer (or the old state) in place. */
async function change(
  id: string,
  patch: Partial<Conversation>,
  call: () => Promise<Conversation>,
): Promise<boolean> {
  const before = conversationOf(id);
  clearFailure(id);
  if (before) keepConversation({ ...before, ...patch });
  try {
    keepConversation(await call());
    return true;
  } catch (cause) {
    if (before) keepConversation(before);
    setFailure(id, cause, () => void change(id, patch, call));
    return false;
  }
}

/** The offer stands from the first moment; taken up early, it waits for what it takes back. */
async function offerUndo(
  done: Promise<boolean>,
  offer: { text: MessageKey; undo: () => void; name: string | undefined },
): Promise<void> {
  const undo = async (): Promise<void> => {
    if (await done) offer.undo();
  };
  const withdraw = showUndo(offer.text, () => void undo(), { name: offer.name });
  if (!(await done)) withdraw();
}

/** The same for what changes the status. */
async function offerBack(
  before: Conversation | undefined,
  text: MessageKey,
  done: Promise<boolean>,
): Promise<void> {
  if (!before) return void (await done);
  const undo = (): void => {
    restore(before);
  };
  await offerUndo(done, { text, undo, name: before.contact.name });
}

export async function assign(id: string, assignee: { id: string; name: string } | null) {
  const before = conversationOf(id)?.assignee_id ?? null;
  const set = (value: string | null): Promise<boolean> =>
    change(id, { assignee_id: value }, () => calls.update(id, { assignee_id: value }));
  if (before === (assignee?.id ?? null)) return;
  const text = assignee ? 'done.assigned' : 'done.unassigned';
  const undo = (): void => void set(before);
  await offerUndo(set(assignee?.id ?? null), { text, undo, name: assignee?.name });
}

/** `told` is what the notice calls the team, with more about it where there is more. */
export async function assignTeam(
  id: string,
  team: { id: string; name: string } | null,
  told = team?.name,
) {
  const before = conversationOf(id)?.team ?? null;
  const set = (value: { id: string; name: string } | null): Promise<boolean> =>
    change(id, { team: value }, () => calls.update(id, { team: value?.id ?? null }));
  if (before?.id === team?.id) {
    if (team) showToast({ text: 'done.assigned', values: { name: team.name } });
    return;
  }
  const text = team ? 'done.assigned' : 'done.noTeam';
  const kept = team && { id: team.id, name: team.name };
  await offerUndo(set(kept), { text, undo: () => void set(before), name: told });
}

export async function setPriority(id: string, priority: Priority): Promise<void> {
  await change(id, { priority }, () => calls.update(id, { priority }));
}

function reopen(id: string): Promise<boolean> {
  const patch = { status: 'open', snoozed_until: null } as const;
  return change(id, patch, () => calls.update(id, { status: 'open' }));
}

/** Back to how it was: undo of resolve, snooze and reopen alike. */
function restore(before: Conversation): void {
  if (before.status === 'open') void reopen(before.id);
  else if (before.status === 'snoozed') {
    const { id, snoozed_until } = before;
    void change(id, { status: 'snoozed', snoozed_until }, () => calls.snooze(id, snoozed_until));
  } else void resolveOnly(before.id, before.resolve_reason ?? undefined);
}

function resolveOnly(id: string, reason?: string): Promise<boolean> {
  const patch = { status: 'resolved', resolve_reason: reason ?? null } as const;
  return change(id, patch, () => calls.update(id, { status: 'resolved', reason }));
}

export async function resolve(id: string, reason?: string): Promise<void> {
  await offerBack(conversationOf(id), 'done.resolved', resolveOnly(id, reason));
}

export async function reopenConversation(id: string): Promise<void> {
  await offerBack(conversationOf(id), 'done.reopened', reopen(id));
}

/** `until` null means until the person writes again. */
export async function snooze(id: string, until: string | null): Promise<void> {
  const patch = { status: 'snoozed', snoozed_until: until } as const;
  const before = conversationOf(id);
  const done = change(id, patch, () => calls.snooze(id, until));
  await offerBack(before, 'done.snoozed', done);
}

const BOT_STATES = {
  take_over: { state: 'silent', why: 'taken_over' },
  hand_back: { state: 'on', why: '' },
} as const;

function turnBotOnly(id: string, turn: keyof typeof BOT_STATES): Promise<boolean> {
  return change(id, { bot: BOT_STATES[turn] }, () => calls.turnBot(id, turn));
}

/** Who answers from now on; taken back, the other of both. */
export async function turnBot(id: string, turn: keyof typeof BOT_STATES): Promise<void> {
  const isTaken = turn === 'take_over';
  const undo = (): void => void turnBotOnly(id, isTaken ? 'hand_back' : 'take_over');
  const text = isTaken ? 'done.tookOver' : 'done.handedBack';
  const name = conversationOf(id)?.contact.name;
  await offerUndo(turnBotOnly(id, turn), { text, undo, name });
}

export async function markRead(id: string): Promise<void> {
  const before = conversationOf(id);
  if (!before || before.unread === 0) return;
  keepConversation({ ...before, unread: 0 });
  try {
    await calls.read(id);
  } catch {
    await loadConversation(id); // shows the hub's own count again
  }
}

export async function markUnread(id: string): Promise<void> {
  const before = conversationOf(id);
  if (!before) return;
  keepConversation({ ...before, unread: Math.max(1, before.unread) });
  try {
    await calls.unread(id);
  } catch (cause) {
    keepConversation(before);
    setFailure(id, cause, () => void markUnread(id));
  }
}

/** Shows the message at once. The key makes it safe to try again after "no answer". */
export async function send(
  id: string,
  draft: { content: Content; files: readonly Attachment[]; private: boolean },
  key = newKey(),
): Promise<void> {
  const pending = { ...draft, key, at: new Date(hubNow()).toISOString(), problem: null };
  inbox.set((state) => withPending(state, id, pending));
  try {
    const body = { content: draft.content, private: draft.private || undefined };
    const message = await calls.send(id, body, key);
    inbox.set((state) => withSent(state, key, message));
  } catch (cause) {
    const problem = asProblem(cause);
    inbox.set((state) => withPending(state, id, { ...pending, problem }));
  }
}

export function discardPending(id: string, key: string): void {
  inbox.set((state) =>
    withThread(state, id, (thread) => ({
      ...thread,
      pending: thread.pending.filter((pending) => pending.key !== key),
    })),
  );
}

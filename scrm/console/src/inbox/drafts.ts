/** What is typed and not sent yet, per conversation and kind, kept in this browser. */
import type { Attachment } from '../api/types.ts';

export type DraftKind = 'reply' | 'note';

export interface Draft {
  text: string;
  files: readonly Attachment[];
  replyTo: string | null;
}

export const EMPTY_DRAFT: Draft = { text: '', files: [], replyTo: null };

const PREFIX = 'scrm.draft.';
const KEPT_DAYS = 30;

interface Kept extends Draft {
  at: number;
}

function keyOf(conversation: string, kind: DraftKind): string {
  return `${PREFIX}${conversation}.${kind}`;
}

export function readDraft(
  conversation: string,
  kind: DraftKind,
  storage: Storage = localStorage,
): Draft {
  const kept = storage.getItem(keyOf(conversation, kind));
  if (kept === null) return EMPTY_DRAFT;
  const draft = JSON.parse(kept) as Kept;
  return { text: draft.text, files: draft.files, replyTo: draft.replyTo };
}

export function writeDraft(
  conversation: string,
  kind: DraftKind,
  draft: Draft,
  storage: Storage = localStorage,
): void {
  const key = keyOf(conversation, kind);
  if (draft.text === '' && draft.files.length === 0) storage.removeItem(key);
  else storage.setItem(key, JSON.stringify({ ...draft, at: Date.now() }));
}

let awaited: string | null = null;

/** Somebody was sent here to write on: the field of this conversation is where they are next. */
export function awaitAt(conversation: string): void {
  awaited = conversation;
}

/** Whether they are awaited here; said once. */
export function isAwaitedAt(conversation: string): boolean {
  const is = awaited === conversation;
  if (is) awaited = null;
  return is;
}

/** A draft that nobody came back to for a month goes, so that the browser's room is not used up. */
export function dropOldDrafts(now = Date.now(), storage: Storage = localStorage): void {
  const oldest = now - KEPT_DAYS * 24 * 3_600_000;
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
  for (const key of keys.filter((name) => name.startsWith(PREFIX))) {
    const draft = JSON.parse(storage.getItem(key) ?? '{}') as Partial<Kept>;
    if ((draft.at ?? 0) < oldest) storage.removeItem(key);
  }
}

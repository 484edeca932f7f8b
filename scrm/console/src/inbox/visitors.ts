/** Who writes from a website, as the composer and the panel beside it know them. */
import { useEffect } from 'react';
import { type Visitor, visitors } from '../api/visitors.ts';
import type { Conversation, Page } from '../api/types.ts';
import { invalidate, overwrite, useResource } from '../state/resource.ts';

export const WEBSITE = 'webchat';
/** Nobody tells when a visitor leaves: it is looked up. */
const LOOK_EVERY_MS = 30_000;

/** Begins as all does that a change of the contact makes stale. */
function keyOf(conversation: Conversation): string {
  return `contact/${conversation.contact_id}/visitors/${conversation.id}`;
}

const watched = new Map<string, { by: number; timer: ReturnType<typeof setInterval> }>();

/** Once for all who show it, and while somebody sees it. */
function watch(key: string): () => void {
  const look = (): void => {
    if (document.visibilityState === 'visible') invalidate(key);
  };
  const known = watched.get(key) ?? { by: 0, timer: setInterval(look, LOOK_EVERY_MS) };
  known.by += 1;
  watched.set(key, known);
  return () => {
    known.by -= 1;
    if (known.by > 0) return;
    clearInterval(known.timer);
    watched.delete(key);
  };
}

/** Nothing for a conversation on another platform. */
export function useVisitors(conversation: Conversation) {
  const isWebsite = conversation.channel.platform === WEBSITE;
  const key = keyOf(conversation);
  const known = useResource(isWebsite ? key : null, () => visitors.of(conversation.id));
  useEffect(() => (isWebsite ? watch(key) : undefined), [isWebsite, key]);
  return known;
}

/** Shows it at once; raises what the hub said against it, with everything as it was. */
export async function setBlocked(conversation: Conversation, blocked: boolean): Promise<void> {
  const key = keyOf(conversation);
  const show = (is: boolean): void => {
    overwrite<Page<Visitor>>(
      key,
      (known) => known && { ...known, items: known.items.map((one) => ({ ...one, blocked: is })) },
    );
  };
  show(blocked);
  try {
    const answer = await visitors.block(conversation.id, blocked);
    overwrite<Page<Visitor>>(key, () => answer);
    invalidate(key); // what was looked up meanwhile is of before
  } catch (cause) {
    show(!blocked);
    throw cause;
  }
}

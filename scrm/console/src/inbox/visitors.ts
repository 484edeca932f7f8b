/** Who writes from a website, as the composer and the panel beside it know them. */
import { useEffect } from 'react';
import { type Visitor, visitors } from '../api/visitors.ts';
import type { Conversation, Page } from '../api/types.ts';
import { overwrite, useResource } from '../state/resource.ts';

export const WEBSITE = 'webchat';
/** Nobody tells when a visitor leaves: it is looked up. */
const LOOK_EVERY_MS = 30_000;

/** Begins as all does that a change of the contact makes stale. */
function keyOf(conversation: Conversation): string {
  return `contact/${conversation.contact_id}/visitors/${conversation.id}`;
}

/** Nothing for a conversation on another platform. */
export function useVisitors(conversation: Conversation) {
  const isWebsite = conversation.channel.platform === WEBSITE;
  const known = useResource(isWebsite ? keyOf(conversation) : null, () =>
    visitors.of(conversation.id),
  );
  const { reload } = known;
  useEffect(() => {
    if (!isWebsite) return;
    const timer = setInterval(reload, LOOK_EVERY_MS);
    return () => {
      clearInterval(timer);
    };
  }, [isWebsite, reload]);
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
  } catch (cause) {
    show(!blocked);
    throw cause;
  }
}

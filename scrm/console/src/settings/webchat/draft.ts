/** What was changed in a chat's settings and is not saved: kept while this console stays open. */
import { useEffect, useState } from 'react';
import type { Values } from './values.ts';

export type Draft = Partial<Values>;

const drafts = new Map<string, Draft>();

/** Looking elsewhere loses nothing; closing the page is asked about by the browser. */
export function useDraft(channel: string): [Draft, (change: (now: Draft) => Draft) => void] {
  const [draft, setDraft] = useState(() => drafts.get(channel) ?? {});
  const isChanged = Object.keys(draft).length > 0;
  useEffect(() => {
    if (isChanged) drafts.set(channel, draft);
    else drafts.delete(channel);
  }, [channel, draft, isChanged]);
  useEffect(() => {
    if (!isChanged) return;
    const ask = (event: BeforeUnloadEvent): void => {
      event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => {
      window.removeEventListener('beforeunload', ask);
    };
  }, [isChanged]);
  return [draft, setDraft];
}

/** What was changed again while the rest was being saved. */
export function without(now: Draft, saved: Draft): Draft {
  const names = Object.keys(now) as (keyof Values)[];
  return Object.fromEntries(
    names.filter((name) => now[name] !== saved[name]).map((name) => [name, now[name]]),
  );
}

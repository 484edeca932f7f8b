/** What was changed on a page and is not saved: kept while this console stays open. */
import { type Dispatch, type SetStateAction, useEffect, useState } from 'react';
import { createStore, useStore } from './store.ts';

type Kept = Readonly<Record<string, object>>;

const NOTHING = {};
/** By what is being changed. */
const unsaved = createStore<Kept>({});

function askFirst(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

unsaved.subscribe(() => {
  if (Object.keys(unsaved.get()).length > 0) window.addEventListener('beforeunload', askFirst);
  else window.removeEventListener('beforeunload', askFirst);
});

function keep(key: string, draft: object): void {
  unsaved.set((all) => {
    const others = Object.entries(all).filter(([name]) => name !== key);
    const isEmpty = Object.keys(draft).length === 0;
    return Object.fromEntries(isEmpty ? others : [...others, [key, draft]]);
  });
}

/** Looking elsewhere loses nothing; closing the page is asked about by the browser. */
export function useUnsaved<Values>(
  key: string,
): [Partial<Values>, (change: (now: Partial<Values>) => Partial<Values>) => void] {
  const draft: Partial<Values> = useStore(unsaved, (all) => all[key] ?? NOTHING);
  const change = (work: (now: Partial<Values>) => Partial<Values>): void => {
    keep(key, work(unsaved.get()[key] ?? NOTHING));
  };
  return [draft, change];
}

/** It was saved, or is wanted no more. */
export function forget(key: string): void {
  keep(key, NOTHING);
}

/** As `useState`, of a draft that is taken up again where somebody left it without saving. */
export function useDraft<Draft>(
  key: string,
  begin: () => Draft,
  isDirty: (draft: Draft) => boolean,
): [Draft, Dispatch<SetStateAction<Draft>>] {
  const [draft, setDraft] = useState(() => {
    const left = unsaved.get()[key] as { draft: Draft } | undefined;
    return left ? left.draft : begin();
  });
  const dirty = isDirty(draft);
  useEffect(() => {
    keep(key, dirty ? { draft } : NOTHING);
  }, [key, draft, dirty]);
  return [draft, setDraft];
}

/** Where something is changed and not saved. */
export function useUnsavedKeys(): readonly string[] {
  return Object.keys(useStore(unsaved));
}

/** What was changed again while the rest was being saved. */
export function without<Values extends object>(now: Values, saved: Values): Values {
  const entries = Object.entries(now) as [keyof Values, unknown][];
  return Object.fromEntries(entries.filter(([name, value]) => value !== saved[name])) as Values;
}

/** What was changed on a page and is not saved: kept while this console stays open. */
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

/** Where something is changed and not saved. */
export function useUnsavedKeys(): readonly string[] {
  return Object.keys(useStore(unsaved));
}

/** What was changed again while the rest was being saved. */
export function without<Values extends object>(now: Values, saved: Values): Values {
  const entries = Object.entries(now) as [keyof Values, unknown][];
  return Object.fromEntries(entries.filter(([name, value]) => value !== saved[name])) as Values;
}

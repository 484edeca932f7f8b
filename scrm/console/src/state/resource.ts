import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { asProblem, type Problem } from '../api/problem.ts';

/** One remembered answer of the hub. `data` stays visible while a newer answer is fetched. */
export interface Resource<T> {
  data: T | undefined;
  problem: Problem | null;
  loading: boolean;
}

interface Entry {
  resource: Resource<unknown>;
  load: (() => Promise<unknown>) | null;
  run: number;
  listeners: Set<() => void>;
}

const EMPTY: Resource<unknown> = { data: undefined, problem: null, loading: true };
const entries = new Map<string, Entry>();

function entryOf(key: string): Entry {
  let entry = entries.get(key);
  if (!entry) {
    entry = { resource: EMPTY, load: null, run: 0, listeners: new Set() };
    entries.set(key, entry);
  }
  return entry;
}

function publish(entry: Entry, resource: Resource<unknown>): void {
  entry.resource = resource;
  for (const listener of [...entry.listeners]) listener();
}

async function fetchInto(entry: Entry): Promise<void> {
  if (!entry.load) return;
  const run = ++entry.run;
  publish(entry, { ...entry.resource, loading: true });
  try {
    const data = await entry.load();
    if (run === entry.run) publish(entry, { data, problem: null, loading: false });
  } catch (cause) {
    if (run === entry.run) {
      publish(entry, { ...entry.resource, problem: asProblem(cause), loading: false });
    }
  }
}

/** Fetches again what is on screen under the prefix; what is not is forgotten. */
export function invalidate(prefix: string): void {
  for (const [key, entry] of entries) {
    if (!key.startsWith(prefix)) continue;
    if (entry.listeners.size > 0) void fetchInto(entry);
    else entries.delete(key);
  }
}

/** Shows a value at once, before (or instead of) the hub's own answer. */
export function overwrite<T>(key: string, change: (current: T | undefined) => T | undefined): void {
  const entry = entryOf(key);
  const data = change(entry.resource.data as T | undefined);
  publish(entry, { ...entry.resource, data });
}

export function forgetEverything(): void {
  entries.clear();
}

/** The answer to one GET, shared by everyone who asks under the same key; null = not now. */
export function useResource<T>(
  key: string | null,
  load: () => Promise<T>,
): Resource<T> & { reload: () => void } {
  const name = key ?? '';
  const subscribe = useCallback(
    (listener: () => void) => {
      const entry = entryOf(name);
      entry.listeners.add(listener);
      return () => {
        entry.listeners.delete(listener);
      };
    },
    [name],
  );
  const read = useCallback(() => entries.get(name)?.resource ?? EMPTY, [name]);
  const resource = useSyncExternalStore(subscribe, read) as Resource<T>;
  useEffect(() => {
    if (key === null) return;
    const entry = entryOf(key);
    entry.load = load;
    if (entry.run === 0) void fetchInto(entry);
    // `load` is made anew by each render; the key alone says what is asked.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  const reload = useCallback(() => {
    void fetchInto(entryOf(name));
  }, [name]);
  return { ...resource, reload };
}

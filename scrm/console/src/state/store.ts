import { useCallback, useSyncExternalStore } from 'react';

/** A value that components can watch; the whole state of the console lies in a few of these. */
export interface Store<T> {
  get: () => T;
  set: (next: T | ((current: T) => T)) => void;
  subscribe: (listener: () => void) => () => void;
}

export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      const following = typeof next === 'function' ? (next as (current: T) => T)(value) : next;
      if (Object.is(following, value)) return;
      value = following;
      for (const listener of [...listeners]) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/** Watches a part of a store. `select` must return the same object for the same state. */
export function useStore<T>(store: Store<T>): T;
export function useStore<T, S>(store: Store<T>, select: (value: T) => S): S;
export function useStore<T, S>(store: Store<T>, select?: (value: T) => S): T | S {
  const read = useCallback(() => (select ? select(store.get()) : store.get()), [store, select]);
  return useSyncExternalStore(store.subscribe, read);
}

/** A store kept in this browser; what can't be read back falls to `initial`. */
export function createKeptStore<T>(key: string, initial: T): Store<T> {
  const store = createStore<T>(readKept(key, initial));
  store.subscribe(() => {
    localStorage.setItem(key, JSON.stringify(store.get()));
  });
  return store;
}

function readKept<T>(key: string, initial: T): T {
  const kept = localStorage.getItem(key);
  if (kept === null) return initial;
  try {
    return JSON.parse(kept) as T;
  } catch {
    localStorage.removeItem(key); // written by an older console, or by hand
    return initial;
  }
}

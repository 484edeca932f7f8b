import { createStore, useStore } from '../state/store.ts';

const TICK_MS = 20_000;
const now = createStore(Date.now());
setInterval(() => {
  now.set(Date.now());
}, TICK_MS);

/** The time to measure "ago" against; moves on every twenty seconds. */
export function useNow(): number {
  return useStore(now);
}

import { createStore, useStore } from '../state/store.ts';
import { hubNow, whenLeaping } from './hub-time.ts';

const TICK_MS = 20_000;
const now = createStore(hubNow());
const look = (): void => {
  now.set(hubNow());
};
setInterval(look, TICK_MS);
whenLeaping(look);

/** The time to measure "ago" against; moves on every twenty seconds. */
export function useNow(): number {
  return useStore(now);
}

import { session } from '../api/calls.ts';
import { setCsrf } from '../api/client.ts';
import type { Ability, Me, Preferences } from '../api/types.ts';
import { createStore, useStore } from '../state/store.ts';

/** Who is signed in: undefined while asking, null for nobody. */
export const me = createStore<Me | null | undefined>(undefined);

export async function loadMe(): Promise<Me> {
  const answer = await session.me();
  setCsrf(answer.csrf);
  me.set(answer);
  return answer;
}

export function useMe(): Me {
  const current = useStore(me);
  if (!current) throw new Error('nobody is signed in here');
  return current;
}

/** Watches the same list as the hub's own check; the hub still decides. */
export function useCan(ability: Ability): boolean {
  return useStore(me, (current) => current?.can.includes(ability) ?? false);
}

export function usePreferences(): Preferences {
  return useStore(me, (current) => current?.user.preferences) ?? NO_PREFERENCES;
}

const NO_PREFERENCES: Preferences = {};

/** Shows the change at once; the hub keeps it for the other browsers. */
export async function changePreferences(change: Preferences): Promise<void> {
  const current = me.get();
  if (!current) return;
  const preferences = { ...current.user.preferences, ...change };
  me.set({ ...current, user: { ...current.user, preferences } });
  await session.update({ preferences });
}

/** Sentences that are to leave the list: the hub is told when it can't be undone any more. */
import { showUndo, UNDO_MS } from '../shell/toasts.ts';
import { invalidate } from '../state/resource.ts';
import { createStore } from '../state/store.ts';
import { bots } from './calls.ts';

/** Ids that are not shown; one that is said again has another. */
export const leaving = createStore<readonly string[]>([]);

function show(id: string): void {
  leaving.set((all) => all.filter((one) => one !== id));
}

async function forget(id: string): Promise<void> {
  try {
    await bots.dismiss(id);
  } catch {
    show(id); // it is there still, and somebody can try again
  }
  invalidate('bots/not-understood');
}

export function dismiss(id: string): void {
  leaving.set((all) => [...all, id]);
  const timer = setTimeout(() => void forget(id), UNDO_MS);
  showUndo('bot.dismissed', () => {
    clearTimeout(timer);
    show(id);
  });
}

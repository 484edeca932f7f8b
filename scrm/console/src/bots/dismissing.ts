/** Sentences that are to leave the list: the hub is told when it can't be undone any more. */
import { asProblem } from '../api/problem.ts';
import { showToast, showUndo, UNDO_MS } from '../shell/toasts.ts';
import { invalidate } from '../state/resource.ts';
import { createStore } from '../state/store.ts';
import { bots } from './calls.ts';

/** Ids that are not shown; one that is said again has another. */
export const leaving = createStore<readonly string[]>([]);

/** How each that the hub has yet to hear of is told at once. */
const pending = new Map<string, () => void>();

function show(id: string): void {
  leaving.set((all) => all.filter((one) => one !== id));
}

async function forget(id: string): Promise<void> {
  pending.delete(id);
  try {
    await bots.dismiss(id);
  } catch (cause) {
    // one that a colleague took off before is where it should be
    if (asProblem(cause).status !== 404) {
      show(id);
      showToast({ text: 'bot.notDismissed', tone: 'bad' });
    }
  }
  invalidate('bots/not-understood');
}

export function dismiss(id: string): void {
  leave(id, 'bot.dismissed');
}

/** It is off the list, for this reason; `onBack` undoes what was done about it besides. */
export function leave(id: string, text: 'bot.dismissed' | 'bot.taught', onBack?: () => void): void {
  leaving.set((all) => [...all, id]);
  const timer = setTimeout(() => void forget(id), UNDO_MS);
  const withdraw = showUndo(text, () => {
    clearTimeout(timer);
    pending.delete(id);
    show(id);
    onBack?.();
  });
  pending.set(id, () => {
    clearTimeout(timer);
    withdraw();
    void forget(id);
  });
}

window.addEventListener('pagehide', () => {
  for (const tell of [...pending.values()]) tell();
});

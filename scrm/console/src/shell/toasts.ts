import type { MessageKey, Values } from '../i18n/catalogue.ts';
import { createStore } from '../state/store.ts';

export const UNDO_MS = 10_000;

export interface Toast {
  id: number;
  text: MessageKey;
  values?: Values;
  tone: 'plain' | 'bad';
  action?: { label: MessageKey; run: () => void; isUndo: boolean };
}

export const toasts = createStore<readonly Toast[]>([]);
const timers = new Map<number, ReturnType<typeof setTimeout>>();
let lastId = 0;
const SHOWN = 3;

/** What says the same as one that is still shown takes its place; what can be undone never does. */
export function showToast(toast: Omit<Toast, 'id' | 'tone'> & { tone?: Toast['tone'] }): number {
  const id = ++lastId;
  const made: Toast = { tone: 'plain', ...toast, id };
  toasts
    .get()
    .filter((one) => saysTheSame(one, made))
    .forEach((one) => dismissToast(one.id));
  toasts.set((all) => [...all.slice(-(SHOWN - 1)), made]);
  timers.set(
    id,
    setTimeout(() => {
      dismissToast(id);
    }, UNDO_MS),
  );
  return id;
}

function saysTheSame(one: Toast, other: Toast): boolean {
  const said = ({ text, values, tone }: Toast): string => JSON.stringify([text, values, tone]);
  return !one.action && !other.action && said(one) === said(other);
}

export function dismissToast(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  toasts.set((all) => all.filter((toast) => toast.id !== id));
}

/** Something was done that can be taken back for ten seconds; the answer takes the offer away. */
export function showUndo(text: MessageKey, undo: () => void, values?: Values): () => void {
  const id = showToast({ text, values, action: { label: 'undo', run: undo, isUndo: true } });
  return () => {
    dismissToast(id);
  };
}

/** Takes the latest thing back; false when there is nothing left to undo. */
export function undoLatest(): boolean {
  const latest = toasts.get().findLast((toast) => toast.action?.isUndo);
  if (!latest) return false;
  dismissToast(latest.id);
  latest.action?.run();
  return true;
}

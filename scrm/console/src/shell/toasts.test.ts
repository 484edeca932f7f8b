import { afterEach, expect, test, vi } from 'vitest';
import { dismissToast, showToast, showUndo, toasts, undoLatest } from './toasts.ts';

const shown = (): string[] => toasts.get().map((one) => one.text);

afterEach(() => {
  toasts.get().forEach((one) => dismissToast(one.id));
  vi.useRealTimers();
});

test('what says the same takes the place of what is shown, and has its whole time', () => {
  vi.useFakeTimers();
  showToast({ text: 'saved' });
  vi.advanceTimersByTime(9_000);
  showToast({ text: 'saved' });
  expect(shown()).toEqual(['saved']);
  vi.advanceTimersByTime(9_000);
  expect(shown()).toEqual(['saved']);
  vi.advanceTimersByTime(1_000);
  expect(shown()).toEqual([]);
});

test('other words, another tone and other values stand beside it', () => {
  showToast({ text: 'saved' });
  showToast({ text: 'saved', tone: 'bad' });
  showToast({ text: 'saved', values: { count: 2 } });
  expect(shown()).toEqual(['saved', 'saved', 'saved']);
});

test('each thing that can be undone keeps its own offer', () => {
  const undone: string[] = [];
  showUndo('saved', () => undone.push('first'));
  showUndo('saved', () => undone.push('second'));
  expect(undoLatest()).toBe(true);
  expect(undoLatest()).toBe(true);
  expect(undone).toEqual(['second', 'first']);
});

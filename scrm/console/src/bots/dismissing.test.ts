import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { dismissToast, toasts, UNDO_MS, undoLatest } from '../shell/toasts.ts';
import { dismiss, leave, leaving } from './dismissing.ts';

const asked = vi.fn<typeof fetch>();
const shown = (): string[] => toasts.get().map((one) => `${one.text} ${one.tone}`);
const answers = (status: number): void => {
  asked.mockImplementation(() => Promise.resolve(new Response(null, { status })));
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', asked);
  answers(204);
});

afterEach(() => {
  toasts.get().forEach((one) => dismissToast(one.id));
  leaving.set(() => []);
  asked.mockReset();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('the hub is told once it can no longer be undone', async () => {
  dismiss('1');
  expect(leaving.get()).toEqual(['1']);
  await vi.advanceTimersByTimeAsync(UNDO_MS - 1);
  expect(asked).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(asked).toHaveBeenCalledOnce();
  expect(leaving.get()).toEqual(['1']);
});

test('what is undone is back, and never told', async () => {
  dismiss('1');
  undoLatest();
  await vi.advanceTimersByTimeAsync(UNDO_MS);
  window.dispatchEvent(new Event('pagehide'));
  expect(leaving.get()).toEqual([]);
  expect(asked).not.toHaveBeenCalled();
});

test('what was taught is taken back with the sentence, and once it stays the sentence goes', async () => {
  const back = vi.fn();
  leave('1', 'bot.taught', back);
  undoLatest();
  expect(back).toHaveBeenCalledOnce();
  leave('2', 'bot.taught', back);
  await vi.advanceTimersByTimeAsync(UNDO_MS);
  expect(back).toHaveBeenCalledOnce();
  expect(asked.mock.calls.map(([path]) => path)).toEqual(['/api/v1/bots/not-understood/2']);
});

test('what the hub did not do is back, and somebody hears of it', async () => {
  answers(503);
  dismiss('1');
  await vi.advanceTimersByTimeAsync(UNDO_MS);
  expect(leaving.get()).toEqual([]);
  expect(shown()).toEqual(['bot.notDismissed bad']);
});

test('what a colleague took off before is no failure', async () => {
  answers(404);
  dismiss('1');
  await vi.advanceTimersByTimeAsync(UNDO_MS);
  expect(leaving.get()).toEqual(['1']);
  expect(shown()).toEqual([]);
});

test('a page that goes sends what is pending, once and so that it arrives', async () => {
  dismiss('1');
  dismiss('2');
  window.dispatchEvent(new Event('pagehide'));
  expect(asked.mock.calls.map(([path, options]) => [path, options?.keepalive])).toEqual([
    ['/api/v1/bots/not-understood/1', true],
    ['/api/v1/bots/not-understood/2', true],
  ]);
  expect(shown()).toEqual([]); // a page that comes back offers nothing that is too late
  await vi.advanceTimersByTimeAsync(UNDO_MS);
  expect(asked).toHaveBeenCalledTimes(2);
});

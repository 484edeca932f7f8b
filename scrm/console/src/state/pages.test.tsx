import { act, renderHook, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { Page } from '../api/types.ts';
import { usePages } from './pages.ts';
import { invalidate } from './resource.ts';

const page = (next: string | null, ...items: string[]): Page<string> => ({ items, next });
const itself = (item: string): string => item;

test('goes on page by page, and who moved into the first stands there once', async () => {
  const ask = vi.fn<(cursor?: string) => Promise<Page<string>>>();
  ask.mockResolvedValueOnce(page('b', 'Ada', 'Bo')).mockResolvedValueOnce(page(null, 'Cy', 'Dee'));
  const { result } = renderHook(() => usePages('pages/one', ask, itself));
  await waitFor(() => {
    expect(result.current.items).toEqual(['Ada', 'Bo']);
  });
  await act(() => result.current.more());
  expect(ask).toHaveBeenLastCalledWith('b');
  expect(result.current.items).toEqual(['Ada', 'Bo', 'Cy', 'Dee']);
  expect(result.current.next).toBe(null);
  ask.mockResolvedValueOnce(page('b', 'Cy', 'Ada'));
  act(() => {
    invalidate('pages/');
  });
  await waitFor(() => {
    expect(result.current.items).toEqual(['Cy', 'Ada', 'Dee']);
  });
});

test('what went wrong with a further page is told, and it may be asked for again', async () => {
  const ask = vi.fn<(cursor?: string) => Promise<Page<string>>>();
  ask.mockResolvedValueOnce(page('b', 'Ada')).mockRejectedValueOnce(new Error('away'));
  const { result } = renderHook(() => usePages('pages/two', ask, itself));
  await waitFor(() => {
    expect(result.current.next).toBe('b');
  });
  await act(() => result.current.more());
  expect(result.current.failed).not.toBe(null);
  ask.mockResolvedValueOnce(page(null, 'Bo'));
  await act(() => result.current.more());
  expect(result.current.items).toEqual(['Ada', 'Bo']);
  expect(result.current.failed).toBe(null);
});

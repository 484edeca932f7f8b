import { afterEach, expect, test, vi } from 'vitest';
import type { Conversation } from '../api/types.ts';
import { conversations as calls } from '../api/calls.ts';
import { DEFAULT_FILTER, filterKey } from './filter.ts';
import { inbox, loadList, refetchInbox } from './store.ts';

const MINE = { ...DEFAULT_FILTER, assignee: 'me' as const };
const ALL = DEFAULT_FILTER;

function page(...ids: string[]): { items: Conversation[]; next: null } {
  return { items: ids.map((id) => ({ id, last_at: id }) as Conversation), next: null };
}

const shown = (filter = ALL): readonly string[] | undefined =>
  inbox.get().lists[filterKey(filter)]?.ids;

afterEach(() => {
  vi.restoreAllMocks();
});

test('after a gap the list on screen is fetched anew, though another one was opened later', async () => {
  const list = vi.spyOn(calls, 'list').mockResolvedValue(page('1'));
  await loadList(MINE, true);
  await loadList(ALL, true);
  await loadList(MINE, true);
  list.mockResolvedValue(page('2', '1'));
  refetchInbox();
  await vi.waitFor(() => {
    expect(shown(MINE)).toEqual(['2', '1']);
  });
  expect(shown(ALL)).toBeUndefined();
});

test('the answer to an older question does not overwrite that to a newer one', async () => {
  let late: (answer: ReturnType<typeof page>) => void = () => undefined;
  const list = vi.spyOn(calls, 'list');
  list.mockReturnValueOnce(
    new Promise((resolve) => {
      late = resolve;
    }),
  );
  const first = loadList(ALL, true);
  list.mockResolvedValue(page('2', '1'));
  refetchInbox();
  await vi.waitFor(() => {
    expect(shown()).toEqual(['2', '1']);
  });
  late(page('1'));
  await first;
  expect(shown()).toEqual(['2', '1']);
});

import { describe, expect, test } from 'vitest';
import type { Tag, Use } from '../api/tags.ts';
import { byGroup, usersOf } from './board.ts';

function tag(name: string, group: string, people: number): Tag {
  const rest = { last_put: null, uses: [], archived_at: null, merging_into: null };
  return { id: name, name, group, people, ...rest };
}

describe('the board', () => {
  test('has groups by name, and last what has none', () => {
    const all = [tag('x', '', 9), tag('b', 'Trade', 1), tag('a', 'Mood', 1)];
    expect(byGroup(all).map((one) => one.name)).toEqual(['Mood', 'Trade', '']);
  });

  test('has first what more people have, and of equals by name', () => {
    const all = [tag('b', '', 1), tag('c', '', 3), tag('a', '', 1)];
    expect(byGroup(all)[0]?.tags.map((one) => one.name)).toEqual(['c', 'a', 'b']);
  });
});

test('a rule is named once with all that it does', () => {
  const rule = { kind: 'rule', id: '1', name: 'Refunds', state: 'live' } as const;
  const segment = { kind: 'segment', id: '1', name: 'Waiting', state: '' } as const;
  const uses: Use[] = [
    { ...rule, how: 'puts' },
    { ...segment, how: 'asks' },
    { ...rule, how: 'asks' },
  ];
  expect(usersOf(uses)).toEqual([
    { ...rule, hows: ['puts', 'asks'] },
    { ...segment, hows: ['asks'] },
  ]);
});

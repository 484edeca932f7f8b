/** Tags as the board shows them. Pure. */
import type { Tag, Use } from '../api/tags.ts';

export interface Group {
  name: string;
  tags: Tag[];
}

/** Groups by name, those without one at the end; in each what more people have comes first. */
export function byGroup(tags: readonly Tag[]): Group[] {
  const groups = new Map<string, Tag[]>();
  for (const tag of tags) groups.set(tag.group, [...(groups.get(tag.group) ?? []), tag]);
  return [...groups]
    .map(([name, all]) => ({
      name,
      tags: all.sort((a, b) => b.people - a.people || a.name.localeCompare(b.name)),
    }))
    .sort((a, b) => Number(a.name === '') - Number(b.name === '') || a.name.localeCompare(b.name));
}

/** Each rule and segment once, with all that it does with the tag. */
export function usersOf(uses: readonly Use[]): (Omit<Use, 'how'> & { hows: Use['how'][] })[] {
  const users = new Map<string, Omit<Use, 'how'> & { hows: Use['how'][] }>();
  for (const { how, ...user } of uses) {
    const key = `${user.kind}/${user.id}`;
    users.set(key, { ...user, hows: [...(users.get(key)?.hows ?? []), how] });
  }
  return [...users.values()];
}

import { createContext, use } from 'react';
import type { Misplaced } from '../api/problem.ts';

export type Place = Misplaced;

const Context = createContext<readonly Place[]>([]);

/** What the hub has against a draft, for each of its fields. */
export const Places = Object.assign(Context, {
  /** What is wrong at a field; with a star behind it, also at what is inside. */
  useAt: (): ((field: string) => string | undefined) => {
    const all = use(Context);
    return (field) => {
      const inside = field.endsWith('*') ? field.slice(0, -1) : null;
      return all.find((one) => one.field === field || (inside && one.field.startsWith(inside)))
        ?.detail;
    };
  },
});

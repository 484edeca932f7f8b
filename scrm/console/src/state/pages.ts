import { useState } from 'react';
import { asProblem, type Problem } from '../api/problem.ts';
import type { Page } from '../api/types.ts';
import { useResource } from './resource.ts';

/** A list that is asked for page by page. */
export interface Pages<T> {
  /** Null until the first page is here. */
  items: readonly T[] | null;
  /** Of the first page. */
  problem: Problem | null;
  reload: () => void;
  /** Where it goes on; null at its end. */
  next: string | null;
  /** Of a further page. */
  failed: Problem | null;
  more: () => Promise<void>;
}

/**
 * The first page is kept up to date as any resource; who has moved into it meanwhile stands there
 * once. Whoever shows another list gives the component another key.
 */
export function usePages<T>(
  key: string,
  ask: (cursor?: string) => Promise<Page<T>>,
  idOf: (item: T) => string,
): Pages<T> {
  const { data, problem, reload } = useResource(key, () => ask());
  const [further, setFurther] = useState<Page<T> | null>(null);
  const [failed, setFailed] = useState<Problem | null>(null);
  const next = further ? further.next : (data?.next ?? null);
  const more = async (): Promise<void> => {
    if (next === null) return;
    setFailed(null);
    try {
      const found = await ask(next);
      setFurther({ items: [...(further?.items ?? []), ...found.items], next: found.next });
    } catch (cause) {
      setFailed(asProblem(cause));
    }
  };
  return {
    items: data ? joint(data.items, further?.items ?? [], idOf) : null,
    problem,
    reload,
    next,
    failed,
    more,
  };
}

function joint<T>(first: readonly T[], others: readonly T[], idOf: (item: T) => string): T[] {
  const known = new Set(first.map(idOf));
  return [...first, ...others.filter((item) => !known.has(idOf(item)))];
}

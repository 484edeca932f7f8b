/** Which of the hub's mistakes still stand while somebody mends them. Pure. */
import { Problem } from '../api/problem.ts';
import type { Definition } from './types.ts';

/** What the hub refused, and what was sent to it. */
export interface Refused {
  problem: Problem;
  of: Definition;
}

function partAt(definition: Definition, field: string): unknown {
  return field
    .split('.')
    .reduce<unknown>(
      (part, step) =>
        typeof part === 'object' && part !== null
          ? (part as Record<string, unknown>)[step]
          : undefined,
      definition,
    );
}

/** A mistake is gone with the first change to its part; what is left without any is no refusal. */
export function standing(refused: Refused | null, now: Definition): Problem | null {
  if (!refused) return null;
  const { problem, of } = refused;
  const same = (field: string): boolean =>
    JSON.stringify(partAt(of, field)) === JSON.stringify(partAt(now, field));
  const errors = problem.errors.filter(({ field }) => same(field));
  if (errors.length === problem.errors.length) return problem;
  if (errors.length === 0) return null;
  const { status, code, message } = problem;
  return new Problem({ status, code, detail: message, errors });
}

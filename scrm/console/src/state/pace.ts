/** How long a second one waits, so that twenty changes a second do not ask twenty times. */
export const PACE_MS = 1000;

const resting = new Map<string, { again: (() => void) | null }>();

/** Does it at once, and what follows under the same key within a second once, at its end. */
export function paced(key: string, work: () => void): void {
  const rest = resting.get(key);
  if (rest) {
    rest.again = work;
    return;
  }
  resting.set(key, { again: null });
  setTimeout(() => {
    const again = resting.get(key)?.again;
    resting.delete(key);
    if (again) paced(key, again);
  }, PACE_MS);
  work();
}

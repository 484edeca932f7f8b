export const SHORTEST_MS = 1_000;
export const LONGEST_MS = 30_000;

/**
 * How long to wait before the try number `failures + 1`: anywhere between a second and a ceiling
 * that doubles up to half a minute, so that ten thousand browsers don't come back at once.
 */
export function backoff(failures: number, random: number): number {
  const ceiling = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** Math.min(failures, 10));
  return Math.round(SHORTEST_MS + random * (ceiling - SHORTEST_MS));
}

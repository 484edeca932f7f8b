/** Hours of sending as a row of bars. Pure. */
import type { HourCount } from './types.ts';

const HOUR_MS = 3_600_000;
const MOST = 168;

/** With the empty hours in between, where that is a week at most: what is beside is then close. */
export function hoursOf(told: readonly HourCount[]): HourCount[] {
  const [first, last] = [told[0], told.at(-1)];
  if (!first || !last) return [];
  const starts = Date.parse(first.at);
  const span = Math.round((Date.parse(last.at) - starts) / HOUR_MS) + 1;
  if (span > MOST) return [...told];
  const known = new Map(told.map((one) => [Date.parse(one.at), one]));
  return Array.from({ length: span }, (_, index) => {
    const at = starts + index * HOUR_MS;
    const local = new Date(Date.parse(`${first.local}Z`) + index * HOUR_MS);
    return (
      known.get(at) ?? {
        at: new Date(at).toISOString(),
        local: local.toISOString().slice(0, 16),
        sent: 0,
      }
    );
  });
}

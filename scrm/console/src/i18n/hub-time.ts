const SLACK_MS = 60_000;
let ahead = 0;
let onLeap = (): void => undefined;

/** The hub's time: what it records is measured against it, however wrong this machine's clock is. */
export function hubNow(): number {
  return Date.now() + ahead;
}

/** An answer says when it was given; a few seconds are only its way here. */
export function hearDate(date: string | null): void {
  const away = Date.parse(date ?? '') - Date.now();
  const before = ahead;
  ahead = Math.abs(away) > SLACK_MS ? away : 0;
  if (Math.abs(ahead - before) > SLACK_MS) onLeap();
}

/** Called when the hub turns out to be at another time than was known. */
export function whenLeaping(listener: () => void): void {
  onLeap = listener;
}

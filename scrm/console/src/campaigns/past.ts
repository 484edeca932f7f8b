/** Whether a time that is planned is over. Pure. */

/** What a clock in this zone shows, as a field for day and time has it; an unknown zone is UTC. */
export function clockIn(zone: string, at: number): string {
  const options = { dateStyle: 'short', timeStyle: 'short' } as const;
  const shown = (timeZone: string): string =>
    new Intl.DateTimeFormat('sv-SE', { ...options, timeZone }).format(at).replace(' ', 'T');
  try {
    return shown(zone || 'UTC');
  } catch {
    return shown('UTC');
  }
}

/** Where it is over last: by each person's own clock it is over for nobody sooner. */
const LAST = 'Etc/GMT+12';

/** Whether nobody can get it at this local time any more; `home` is the organisation's zone. */
export function isOver(
  local: string,
  whose: 'organisation' | 'contact',
  home: string,
  now: number,
): boolean {
  return local !== '' && local < clockIn(whose === 'contact' ? LAST : home, now);
}

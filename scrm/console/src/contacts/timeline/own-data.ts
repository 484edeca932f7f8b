/** Events of one's own, told through `POST /events`: a name and small data. */
export type Pair = [string, string | number | boolean];

/** By these the hub knows whose it is. */
const MARKS = ['identity_id', 'channel_id', 'home_id'];
export const SHOWN = 4;
const LONG = 120;

export function isOwn(kind: string): boolean {
  return kind.startsWith('custom.');
}

/** `custom.quote_asked` is "Quote asked". */
export function nameOf(kind: string): string {
  if (!isOwn(kind)) return kind;
  const words = kind.slice('custom.'.length).replace(/[._]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function pairsOf(data: Record<string, unknown>): Pair[] {
  return Object.entries(data).flatMap(([name, value]): Pair[] =>
    !MARKS.includes(name) && ['string', 'number', 'boolean'].includes(typeof value)
      ? [[name, value as Pair[1]]]
      : [],
  );
}

/** Whether some of it is folded away at first. */
export function isLong(pairs: readonly Pair[]): boolean {
  return pairs.length > SHOWN || pairs.some(([, value]) => String(value).length > LONG);
}

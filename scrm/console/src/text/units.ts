/** Length of a text as a platform counts it. */
export function lengthIn(text: string, unit: 'characters' | 'utf16'): number {
  return unit === 'utf16' ? text.length : codePoints(text);
}

export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Places in a JavaScript string (UTF-16) for places counted in code points; both ends included. */
export function utf16Places(text: string): readonly number[] {
  const places = [0];
  let at = 0;
  for (const character of text) places.push((at += character.length));
  return places;
}

const CJK = /\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}/u;

/** What colleagues call each other; names that begin with the family's stay whole. */
export function firstName(name: string): string {
  const whole = name.trim();
  return CJK.test(whole) ? whole : (whole.split(/\s+/)[0] ?? '');
}

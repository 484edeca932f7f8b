/** Whether somebody typed what was asked for; how a keyboard composes letters is no difference. */
export function isSaid(typed: string, wanted: string): boolean {
  return plain(wanted) !== '' && plain(typed) === plain(wanted);
}

function plain(text: string): string {
  return text.normalize('NFC').trim().replace(/\s+/gu, ' ');
}

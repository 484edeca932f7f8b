import type { QuickReply } from '../api/types.ts';

/** The `/word` right before the caret, at the start of a line or after a space. */
export function slashBefore(text: string, caret: number): { from: number; word: string } | null {
  const found = /(?:^|\s)\/(\S*)$/.exec(text.slice(0, caret));
  if (!found) return null;
  const word = found[1] ?? '';
  return { from: caret - word.length - 1, word };
}

/** Those whose shortcut begins with the word first, then those that contain it anywhere. */
export function matchingReplies(replies: readonly QuickReply[], word: string): QuickReply[] {
  const wanted = word.toLocaleLowerCase();
  const rank = (reply: QuickReply): number => {
    const shortcut = reply.shortcut.replace(/^\//, '').toLocaleLowerCase();
    if (shortcut.startsWith(wanted)) return 0;
    return shortcut.includes(wanted) || reply.text.toLocaleLowerCase().includes(wanted) ? 1 : 2;
  };
  return replies
    .filter((reply) => rank(reply) < 2)
    .sort((one, other) => rank(one) - rank(other) || (one.shortcut < other.shortcut ? -1 : 1))
    .slice(0, 8);
}

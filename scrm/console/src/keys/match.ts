import type { Command } from './commands.ts';

export interface Stroke {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** A stroke as commands write it. Shift is only named for letters: "?" already contains it. */
export function strokeName(stroke: Stroke): string {
  const isLetter = /^[a-z]$/i.test(stroke.key);
  const key = isLetter ? stroke.key.toLowerCase() : stroke.key;
  const parts = [
    stroke.ctrlKey || stroke.metaKey ? 'mod' : '',
    stroke.altKey ? 'alt' : '',
    stroke.shiftKey && (isLetter || stroke.key.length > 1) ? 'shift' : '',
    key === ' ' ? 'Space' : key,
  ];
  return parts.filter(Boolean).join('+');
}

/**
 * The command for a stroke, given the stroke before it. The latest offer wins, so an open
 * sheet takes the key from the page below.
 */
export function commandFor(
  commands: readonly Command[],
  stroke: string,
  previous: string | null,
  isTyping: boolean,
): Command | 'prefix' | null {
  const usable = commands.filter((command) => command.keys && (!isTyping || command.whileTyping));
  const sequence = previous === null ? null : `${previous} ${stroke}`;
  const found =
    usable.findLast((command) => command.keys === sequence) ??
    usable.findLast((command) => command.keys === stroke);
  if (found) return found;
  return usable.some((command) => command.keys?.startsWith(`${stroke} `)) ? 'prefix' : null;
}

/** The keys as they are printed on caps. */
export function keyCaps(keys: string, isMac: boolean): string[] {
  return keys.split(/[ +]/).map((key) => {
    if (key === 'mod') return isMac ? '⌘' : 'Ctrl';
    if (key === 'shift') return '⇧';
    if (key === 'alt') return isMac ? '⌥' : 'Alt';
    const names: Record<string, string> = {
      Enter: '⏎',
      Escape: 'Esc',
      ArrowUp: '↑',
      ArrowDown: '↓',
    };
    return names[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  });
}

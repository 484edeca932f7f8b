import { describe, expect, test } from 'vitest';
import type { Command } from './commands.ts';
import { commandFor, keyCaps, strokeName } from './match.ts';

const stroke = (key: string, change = {}) =>
  strokeName({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...change });
const command = (id: string, keys: string, change: Partial<Command> = {}): Command => ({
  id,
  keys,
  label: 'undo',
  group: 'general',
  run: () => undefined,
  ...change,
});

describe('strokes', () => {
  test('Ctrl and ⌘ are one, shift counts for letters only', () => {
    expect(stroke('k', { ctrlKey: true })).toBe('mod+k');
    expect(stroke('k', { metaKey: true })).toBe('mod+k');
    expect(stroke('E', { shiftKey: true })).toBe('shift+e');
    expect(stroke('?', { shiftKey: true })).toBe('?');
  });
});

describe('commands', () => {
  const all = [
    command('resolve', 'e'),
    command('inbox', 'g i'),
    command('info', 'i'),
    command('palette', 'mod+k', { whileTyping: true }),
  ];
  const found = (name: string, previous: string | null = null, typing = false) => {
    const result = commandFor(all, name, previous, typing);
    return result && typeof result === 'object' ? result.id : result;
  };

  test('one key, and one key after another', () => {
    expect(found('e')).toBe('resolve');
    expect(found('g')).toBe('prefix');
    expect(found('i', 'g')).toBe('inbox');
    expect(found('i')).toBe('info');
    expect(found('x')).toBeNull();
  });

  test('letters are text while typing; the palette opens all the same', () => {
    expect(found('e', null, true)).toBeNull();
    expect(found('mod+k', null, true)).toBe('palette');
  });

  test('the latest offer of a key wins', () => {
    const result = commandFor([...all, command('other', 'e')], 'e', null, false);
    expect(result).toMatchObject({ id: 'other' });
  });
});

test('keys as caps', () => {
  expect(keyCaps('mod+Enter', true)).toEqual(['⌘', '⏎']);
  expect(keyCaps('g i', false)).toEqual(['G', 'I']);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventWord } from './events.ts';

/** The hub's own table: one entry a line, such as `    "message.sent": "…",`. */
function recordedKinds(): string[] {
  const source = readFileSync(join(process.cwd(), '..', 'journal', 'values.py'), 'utf8');
  const table = source.slice(source.indexOf('KINDS: dict'));
  return [...table.matchAll(/^ {4}"([a-z_.]+)": "/gm)].flatMap((found) => found[1] ?? []);
}

test('the table of the hub was read', () => {
  expect(recordedKinds()).toContain('message.received');
  expect(recordedKinds().length).toBeGreaterThan(15);
});

test.each(recordedKinds())('%s has words on the timeline', (kind) => {
  expect(eventWord(kind)).not.toBeNull();
});

test('a kind of a later hub has none', () => {
  expect(eventWord('message.sung')).toBeNull();
  expect(eventWord('toString')).toBeNull();
});

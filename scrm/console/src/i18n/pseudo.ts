import type { Catalogue, Message } from './catalogue.ts';

export const OPEN = '⟦';
export const CLOSE = '⟧';

/** Marks every text of a catalogue, so that a test can see a text that comes from nowhere. */
export function pseudo(catalogue: Catalogue): Catalogue {
  const marked = Object.entries(catalogue).map(([key, message]) => [key, mark(message)]);
  return Object.fromEntries(marked) as Catalogue;
}

function mark(message: Message): Message {
  if (typeof message === 'string') return `${OPEN}${message}${CLOSE}`;
  return [{ type: 0, value: OPEN }, ...message, { type: 0, value: CLOSE }];
}

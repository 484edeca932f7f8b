import type { Message } from '../api/types.ts';
import type { Answer, Passage } from './types.ts';

/** What the customer waits for an answer to: their last words, if nobody has answered since. Notes
 * are among colleagues and answer nobody. */
export function questionOf(messages: readonly Message[]): Message | null {
  const last = messages.findLast(({ direction }) => direction === 'in' || direction === 'out');
  if (last?.direction !== 'in' || last.deleted || last.text.trim() === '') return null;
  return last;
}

/** At most two; nothing that the hub itself would not say. */
export function suggested(answer: Answer | undefined): Passage[] {
  if (!answer || answer.answering === 'none') return [];
  return answer.passages.slice(0, answer.answering === 'sure' ? 1 : 2);
}

/** What stands in the reply: the passage, or the title of an article of headings, and where the
 * whole is to be read. */
export function pieceOf(one: Passage): string {
  return [one.passage || one.title, one.url].filter((part) => part !== '').join('\n');
}

import type { Message } from '../api/types.ts';
import type { Pending } from './state.ts';

/** By so much the hub's clock may differ from ours without our knowing. */
const CLOCKS_MS = 90_000;

/** The stream may be quicker than the answer, and so may a thread that is loaded just then: what
 * stands there as a message waits no longer. */
export function withoutTwins(
  pending: readonly Pending[],
  arrived: readonly Message[],
): readonly Pending[] {
  return arrived.reduce((left, message) => {
    const twin = left.find((one) => isTwin(one, message));
    return twin ? left.filter((one) => one !== twin) : left;
  }, pending);
}

function isTwin(one: Pending, message: Message): boolean {
  return (
    one.private === (message.direction === 'note') &&
    message.direction !== 'in' &&
    one.content.text === message.content.text &&
    one.files.length === message.attachments.length &&
    Date.parse(message.created_at) > Date.parse(one.at) - CLOCKS_MS
  );
}

/** What is asked before it goes: the numbers of the pre-flight above, in a sentence. */
import { useFormat } from '../i18n/context.tsx';
import { foretold, refusals } from './foretold.ts';
import type { Preflight } from './types.ts';
import { useWhy, useWords } from './words.ts';

/** `planned` is the time and whose clock shows it; null for at once. */
export function useTold(
  planned: { time: string; zone: string } | null,
): (found: Preflight) => { text: string; hint: string | undefined } {
  const w = useWords();
  const format = useFormat();
  const why = useWhy();
  return (found) => {
    const { now, later, held, none } = foretold(found);
    const parts = [w(planned ? 'ask.then' : 'ask.now', { n: format.number(now) })];
    if (later > 0) parts.push(w('ask.later', { n: format.number(later) }));
    if (held > 0) parts.push(w('ask.held', { n: format.number(held) }));
    const what = parts.join(w('ask.and'));
    const because = refusals(found).map(why).join(w('ask.and'));
    const hints = [
      found.is_stopped ? w('pre.stopped') : '',
      found.audience === 0 ? w('send.nobody') : '',
      none > 0 ? w('ask.none', { n: format.number(none), why: because }) : '',
      found.is_whole ? '' : w('ask.part'),
    ].filter(Boolean);
    return {
      text: planned ? w('ask.plan', { what, ...planned }) : w('ask.send', { what }),
      hint: hints.length > 0 ? hints.join(' ') : undefined,
    };
  };
}

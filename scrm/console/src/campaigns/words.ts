/** Words of this page alone. */
import { http } from '../api/client.ts';
import { wordsIn } from '../conditions/words.ts';
import { useFormat } from '../i18n/context.tsx';
import { useReason } from '../inbox/reasons/words.ts';
import { useResource } from '../state/resource.ts';
import en from './words-en.json';
import zh from './words-zh.json';

export type Word = keyof typeof en;
export const useWords = wordsIn<Word>(en, zh);

/** Why somebody did not get a message, or not yet. */
export function useWhy(): (reason: string) => string {
  const w = useWords();
  const reasonOf = useReason();
  return (reason) => {
    const word = `why.${reason}`;
    return word in en ? w(word as Word) : reasonOf(reason);
  };
}

/** What a wait for somebody's answer is like: that it does not end with the answer. Null for what needs
 *  no such word. */
export function useWaits(): (reason: string) => string | null {
  const w = useWords();
  const { data } = useResource('settings/sending', () =>
    http.get<{ hold_after_answer: number }>('/settings/sending'),
  );
  const hours = data?.hold_after_answer;
  return (reason) => {
    if (reason !== 'conversation_waits' || hours === undefined) return null;
    return hours === 0 ? w('why.waits') : w('why.waits.then', { n: hours });
  };
}

/** A sentence with a number of people in it. */
export function useCounted(): (
  word: 'people' | 'send' | 'plan' | 'sent' | 'count.excluded' | 'next' | 'week',
  n: number,
  values?: Record<string, string>,
) => string {
  const w = useWords();
  const format = useFormat();
  return (word, n, values) =>
    w(n === 1 ? `${word}.one` : `${word}.many`, { n: format.number(n), ...values });
}

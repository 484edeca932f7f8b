/** Words of this page alone. */
import { wordsIn } from '../conditions/words.ts';
import { useFormat } from '../i18n/context.tsx';
import { useReason } from '../inbox/reasons/words.ts';
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

/** A sentence with a number of people in it. */
export function useCounted(): (
  word: 'people' | 'send' | 'plan' | 'sent' | 'count.excluded',
  n: number,
  values?: Record<string, string>,
) => string {
  const w = useWords();
  const format = useFormat();
  return (word, n, values) =>
    w(n === 1 ? `${word}.one` : `${word}.many`, { n: format.number(n), ...values });
}

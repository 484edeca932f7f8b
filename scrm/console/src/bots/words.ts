/** Words of this page alone. */
import { wordsIn } from '../conditions/words.ts';
import en from './words-en.json';
import zh from './words-zh.json';

export type Word = keyof typeof en;
export const useWords = wordsIn<Word>(en, zh);

export function isTongue(language: string): language is 'en' | 'zh' {
  return language === 'en' || language === 'zh';
}

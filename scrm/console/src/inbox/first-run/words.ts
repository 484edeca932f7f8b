/** Words of the first steps alone. */
import { wordsIn } from '../../conditions/words.ts';
import en from './words-en.json';
import zh from './words-zh.json';

export type Word = keyof typeof en;
export const useWords = wordsIn<Word>(en, zh);

/** Words of a timeline alone, those of each kind of event among them. */
import { wordsIn } from '../../conditions/words.ts';
import en from './words-en.json';
import zh from './words-zh.json';

export type Word = keyof typeof en;
export const useWords = wordsIn<Word>(en, zh);

/** Why something was not sent, in words: few threads need them, so they come when one does. */
import { wordsIn } from '../../conditions/words.ts';
import en from './words-en.json';
import zh from './words-zh.json';

type Word = keyof typeof en;
export const useWords = wordsIn<Word>(en, zh);

/** What these say is all there is to say; the words beside them are our own, or a colleague's id. */
const WHOLE: readonly string[] = [
  'bad_button',
  'bad_message',
  'bad_recipient',
  'bad_thread',
  'crashed',
  'earlier_part',
  'empty',
  'file_empty',
  'file_missing',
  'no_caption',
  'settled',
  'too_many_buttons',
  'too_many_files',
] satisfies readonly Word[];

export function isKnown(code: string): code is Word {
  return code in en && code !== 'otherwise' && !code.startsWith('fate.');
}

/** A stable code of the hub's in the reader's language; one of a later hub by its name. */
export function useReason(): (code: string) => string {
  const w = useWords();
  return (code) => (isKnown(code) ? w(code) : w('otherwise', { code }));
}

/** What is left to say in the platform's own words. */
export function quoted(code: string, detail: string): string {
  return WHOLE.includes(code) ? '' : detail;
}

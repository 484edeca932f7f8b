/** Words of this page alone: what the inbox loads first must not carry them. */
import { useLanguage } from '../../i18n/context.tsx';
import { CLOSE, OPEN } from '../../i18n/pseudo.ts';
import en from './words-en.json';
import zh from './words-zh.json';

export type Word = keyof typeof en;

export function useWords(): (word: Word) => string {
  const { locale } = useLanguage();
  if (locale === 'zh') return (word) => zh[word];
  if (locale === 'qps') return (word) => `${OPEN}${en[word]}${CLOSE}`;
  return (word) => en[word];
}

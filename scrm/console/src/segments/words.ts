/** Words of this page alone: what the inbox loads first must not carry them. */
import { useLanguage } from '../i18n/context.tsx';
import { CLOSE, OPEN } from '../i18n/pseudo.ts';
import en from './words-en.json';
import zh from './words-zh.json';

export type Word = keyof typeof en;

export function useWords(): (word: Word) => string {
  const { locale } = useLanguage();
  if (locale === 'zh') return (word) => zh[word];
  if (locale === 'qps') return (word) => `${OPEN}${en[word]}${CLOSE}`;
  return (word) => en[word];
}

/** Kinds of events that say something of a person, in the order in which they are offered. */
export const EVENTS = [
  'message.received',
  'page.viewed',
  'message.sent',
  'conversation.opened',
  'conversation.resolved',
  'conversation.rated',
  'conversation.reopened',
  'conversation.assigned',
  'conversation.snoozed',
  'bot.answered',
  'bot.not_understood',
  'conversation.handed_over',
  'conversation.taken_over',
  'conversation.handed_back',
  'message.edited',
  'message.deleted',
  'delivery.failed',
  'delivery.unknown',
  'identity.blocked',
  'identity.unblocked',
  'consent.withdrawn',
  'tag.added',
  'tag.removed',
  'segment.entered',
  'segment.left',
  'contact.created',
  'contact.updated',
  'contact.joined',
  'contact.separated',
] as const satisfies readonly Word[];

export function isWord(text: string): text is Word {
  return text in en;
}

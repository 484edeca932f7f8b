/** Words of pages that are loaded late: what the inbox loads first must not carry them. */
import { useLanguage } from '../i18n/context.tsx';
import { CLOSE, OPEN } from '../i18n/pseudo.ts';
import en from './words-en.json';
import zh from './words-zh.json';

type Values = Record<string, string | number>;

/** A hook that gives the words of a room; `{name}` in one stands for a value. */
export function wordsIn<W extends string>(
  english: Record<W, string>,
  chinese: Record<W, string>,
): () => (word: W, values?: Values) => string {
  return () => {
    const { locale } = useLanguage();
    return (word, values) => {
      const said = filled((locale === 'zh' ? chinese : english)[word], values);
      return locale === 'qps' ? `${OPEN}${said}${CLOSE}` : said;
    };
  };
}

function filled(text: string, values: Values = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export type Word = keyof typeof en;
export const useWords = wordsIn<Word>(en, zh);

/** Kinds of events that say something of a person, in the order in which they are offered. */
export const EVENTS = [
  'message.received',
  'page.viewed',
  'order.paid',
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
  'campaign.clicked',
  'campaign.replied',
  'delivery.held',
  'delivery.blocked',
  'identity.blocked',
  'identity.unblocked',
  'consent.withdrawn',
  'consent.restored',
  'consent.granted',
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

/** As the hub has it: `custom.` and small letters, digits, `_` and points. */
export function isOwnKind(text: string): boolean {
  return text.length <= 60 && /^custom(\.[a-z0-9_]+)+$/.test(text);
}

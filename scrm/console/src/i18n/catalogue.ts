import { IntlMessageFormat } from 'intl-messageformat';
import type en from '../locales/en.json';
import { pseudo } from './pseudo.ts';

export type MessageKey = keyof typeof en;
/** As the build leaves a message: a plain text, or the tree that the parser made of it. */
export type Message = ConstructorParameters<typeof IntlMessageFormat>[0];
export type Catalogue = Record<MessageKey, Message>;
export type Values = Record<string, string | number | Date | null | undefined>;

export const LOCALES = ['en', 'zh'] as const;
export type Locale = (typeof LOCALES)[number];
/** `qps` is the pseudo-locale of the tests: every catalogue text comes in double brackets. */
export type AnyLocale = Locale | 'qps';

export const LOCALE_NAMES: Record<Locale, string> = { en: 'English', zh: '简体中文' };

const loaders: Record<AnyLocale, () => Promise<Catalogue>> = {
  en: () => import('../locales/en.json').then((file) => file.default),
  zh: () => import('../locales/zh.json').then((file) => file.default),
  qps: () => import('../locales/en.json').then((file) => pseudo(file.default)),
};

export function loadCatalogue(locale: AnyLocale): Promise<Catalogue> {
  return loaders[locale]();
}

export function isLocale(value: unknown): value is Locale {
  return LOCALES.includes(value as Locale);
}

/** The tag for `Intl`: Chinese without a region would leave script and calendar words open. */
export function intlTag(locale: AnyLocale): string {
  return { en: 'en-GB', zh: 'zh-CN', qps: 'en-GB' }[locale];
}

export type Translate = (key: MessageKey, values?: Values) => string;

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;

/**
 * A name in a script that runs the other way must not pull the words around it along: such
 * values stand between Unicode's marks of isolation, which also work in titles and labels.
 */
function isolated(values: Values | undefined): Values | undefined {
  if (values === undefined) return values;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' && RIGHT_TO_LEFT.test(value) ? `\u2068${value}\u2069` : value,
    ]),
  );
}

/** As `build/messages.ts` sees it: what is plain was never parsed, also where values are given. */
function isPlain(source: Message): source is string {
  return typeof source === 'string' && !/[{'<]/.test(source);
}

/** Formats messages of one catalogue; each is compiled once. */
export function translator(catalogue: Catalogue, locale: AnyLocale): Translate {
  const compiled = new Map<string, IntlMessageFormat>();
  const tag = intlTag(locale);
  return (key, values) => {
    const source = catalogue[key];
    if (isPlain(source)) return source;
    let message = compiled.get(key);
    if (!message) compiled.set(key, (message = new IntlMessageFormat(source, tag)));
    return String(message.format(isolated(values)));
  };
}

/** What people read, in the language of the page that the chat is on. */
import type { Words } from './locales/en.ts';

/** Who reads one language loads no other. */
const CATALOGUES = {
  ar: () => import('./locales/ar.ts').then(({ ar }): Words => ar),
  en: () => import('./locales/en.ts').then(({ en }): Words => en),
  zh: () => import('./locales/zh.ts').then(({ zh }): Words => zh),
};
const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ps', 'ur']);

export class Language {
  readonly locale: string;
  readonly direction: 'ltr' | 'rtl';
  readonly words: Words;
  /** The language of the words: the page's own, or English where we don't speak that. */
  readonly code: string;

  /** The first language that we speak; `wanted` goes from the best to the least. */
  static async of(wanted: readonly string[]): Promise<Language> {
    const spoken = wanted.find((locale) => isSpoken(baseOf(locale))) ?? 'en';
    const base = baseOf(spoken);
    return new Language(wanted, spoken, await CATALOGUES[isSpoken(base) ? base : 'en']());
  }

  private constructor(wanted: readonly string[], spoken: string, words: Words) {
    this.code = baseOf(spoken);
    this.words = words;
    this.locale = isLocale(spoken) ? spoken : 'en';
    this.direction = RIGHT_TO_LEFT.has(baseOf(wanted[0] ?? 'en')) ? 'rtl' : 'ltr';
  }

  say(key: keyof Words, values: Readonly<Record<string, string>> = {}): string {
    return this.words[key].replace(/\{(\w+)\}/g, (hole, name: string) => values[name] ?? hole);
  }

  /** Of texts by language, the one that fits: `en` where there is none for us. */
  pick(texts: Readonly<Record<string, string>>): string {
    return texts[this.code] ?? texts.en ?? '';
  }

  names(names: readonly string[]): string {
    return new Intl.ListFormat(this.locale, { type: 'conjunction' }).format(names);
  }

  time(at: Date): string {
    return new Intl.DateTimeFormat(this.locale, { timeStyle: 'short' }).format(at);
  }

  moment(at: Date): string {
    const styles = { dateStyle: 'full', timeStyle: 'short' } as const;
    return new Intl.DateTimeFormat(this.locale, styles).format(at);
  }

  /** A time to come, in the visitor's own zone: as short as it can be understood. */
  soon(at: Date, now: Date): string {
    const days = Math.round((startOf(at) - startOf(now)) / 86_400_000);
    if (days === 0) return this.time(at);
    const clock = { hour: 'numeric', minute: '2-digit' } as const;
    const date =
      days < 7 ? ({ weekday: 'long' } as const) : ({ day: 'numeric', month: 'long' } as const);
    return new Intl.DateTimeFormat(this.locale, { ...date, ...clock }).format(at);
  }

  day(at: Date, now: Date): string {
    const days = Math.round((startOf(now) - startOf(at)) / 86_400_000);
    if (days === 0) return this.words.today;
    if (days === 1) return this.words.yesterday;
    const year = at.getFullYear() === now.getFullYear() ? undefined : 'numeric';
    return new Intl.DateTimeFormat(this.locale, { day: 'numeric', month: 'long', year }).format(at);
  }

  size(bytes: number): string {
    const [unit, value] =
      bytes < 1e6 ? (['kilobyte', bytes / 1e3] as const) : (['megabyte', bytes / 1e6] as const);
    const digits = value < 10 ? 1 : 0;
    return new Intl.NumberFormat(this.locale, {
      style: 'unit',
      unit,
      maximumFractionDigits: digits,
    }).format(value);
  }
}

function isSpoken(base: string): base is keyof typeof CATALOGUES {
  return Object.hasOwn(CATALOGUES, base);
}

function baseOf(locale: string): string {
  return locale.toLowerCase().split(/[-_]/)[0] ?? '';
}

function isLocale(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length > 0;
  } catch {
    return false; // a page may say anything of its language
  }
}

function startOf(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}

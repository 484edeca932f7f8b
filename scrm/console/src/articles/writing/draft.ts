/** An article as it is being written. Pure. */
import { type Article, type Category, type Language, LANGUAGES, type Names } from '../types.ts';

export type Part = 'title' | 'body';
export type Field = 'category' | `${Language}.${Part}`;
/** Each field by its name, so that of two who write in different ones both are kept. */
export type Values = Record<Field, string>;

/** What the hub is told: only what differs from what it has; null takes a language out. */
export interface Changes {
  category_id?: string | null;
  texts?: Partial<Record<Language, { title: string; body: string } | null>>;
}

export const LONGEST: Record<Part, number> = { title: 200, body: 20_000 };

/** Of one that is not kept yet, everything is blank. */
export function valuesOf(article: Article | null): Values {
  const said = (language: Language, part: Part): string => article?.texts[language]?.[part] ?? '';
  return {
    category: article?.category_id ?? '',
    'en.title': said('en', 'title'),
    'en.body': said('en', 'body'),
    'zh.title': said('zh', 'title'),
    'zh.body': said('zh', 'body'),
  };
}

export function textIn(values: Values, language: Language): { title: string; body: string } {
  return { title: values[`${language}.title`].trim(), body: values[`${language}.body`].trim() };
}

/** A text is there as soon as anything of it is. */
export function isWritten(values: Values, language: Language): boolean {
  const { title, body } = textIn(values, language);
  return title !== '' || body !== '';
}

export function changesOf(kept: Values, values: Values): Changes {
  const texts: NonNullable<Changes['texts']> = {};
  for (const language of LANGUAGES) {
    const now = textIn(values, language);
    const before = textIn(kept, language);
    if (now.title === before.title && now.body === before.body) continue;
    texts[language] = isWritten(values, language) ? now : null;
  }
  const moved = values.category !== kept.category;
  return {
    ...(moved && { category_id: values.category === '' ? null : values.category }),
    ...(Object.keys(texts).length > 0 && { texts }),
  };
}

export function isChange(changes: Changes): boolean {
  return Object.keys(changes).length > 0;
}

export type Lack = 'text' | Part;

/** What stands in the way of keeping it, or of publishing it; null: nothing. */
export function lacking(values: Values, step: 'save' | 'publish'): [Language | null, Lack] | null {
  const written = LANGUAGES.filter((language) => isWritten(values, language));
  if (written.length === 0) return [null, 'text'];
  for (const language of written) {
    const { title, body } = textIn(values, language);
    if (title === '') return [language, 'title'];
    if (body === '' && step === 'publish') return [language, 'body'];
  }
  return null;
}

/** In the language of whoever looks, or else in the other. */
export function titleOf(article: Article, language: Language): string {
  const { en, zh } = article.texts;
  const [first, second] = language === 'zh' ? [zh, en] : [en, zh];
  return first?.title ?? second?.title ?? '';
}

export function nameOf(names: Names, language: Language): string {
  return names[language] ?? names.en ?? names.zh ?? '';
}

/** Which categories get another place when one moves up or down: those whose number changes. */
export function moved(all: readonly Category[], id: string, by: 1 | -1): Category[] {
  const from = all.findIndex((one) => one.id === id);
  const one = all[from];
  const to = from + by;
  if (!one || to < 0 || to >= all.length) return [];
  const rest = all.filter((other) => other !== one);
  return [...rest.slice(0, to), one, ...rest.slice(to)]
    .map((each, position) => ({ ...each, position }))
    .filter((each) => all.find((before) => before.id === each.id)?.position !== each.position);
}

import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import {
  type AnyLocale,
  type Catalogue,
  intlTag,
  isLocale,
  loadCatalogue,
  type MessageKey,
  type Translate,
  translator,
} from './catalogue.ts';
import { type Formats, formats } from './time.ts';

interface Language {
  locale: AnyLocale;
  t: Translate;
  catalogue: Catalogue;
  format: Formats;
  choose: (locale: AnyLocale) => Promise<void>;
}

const LanguageContext = createContext<Language | null>(null);
const KEPT = 'scrm.locale';

/**
 * What the page around this one asks for, where there is one; else what was chosen in this
 * browser, else what the browser prefers, else English.
 */
export function firstLocale(): AnyLocale {
  const asked = new URLSearchParams(window.location.search).get('lang');
  if (window.parent !== window && isLocale(asked)) localStorage.setItem(KEPT, asked);
  const kept = localStorage.getItem(KEPT);
  if (isLocale(kept) || kept === 'qps') return kept;
  const preferred = navigator.languages.map((tag) => tag.slice(0, 2)).find(isLocale);
  return preferred ?? 'en';
}

export function LanguageProvider(props: {
  locale: AnyLocale;
  catalogue: Catalogue;
  children: ReactNode;
}): ReactNode {
  const [current, setCurrent] = useState({ locale: props.locale, catalogue: props.catalogue });
  const language = useMemo<Language>(
    () => ({
      locale: current.locale,
      t: translator(current.catalogue, current.locale),
      catalogue: current.catalogue,
      format: formats(current.locale),
      choose: async (locale) => {
        localStorage.setItem(KEPT, locale);
        setCurrent({ locale, catalogue: await loadCatalogue(locale) });
      },
    }),
    [current],
  );
  useEffect(() => {
    document.documentElement.lang = intlTag(current.locale);
  }, [current.locale]);
  return <LanguageContext value={language}>{props.children}</LanguageContext>;
}

export function useLanguage(): Language {
  const language = use(LanguageContext);
  if (!language) throw new Error('no language above this component');
  return language;
}

export function useT(): Translate {
  return useLanguage().t;
}

/** For words that a platform brings with it: the catalogue's own where it has some. */
export function useTFor(): (key: string, otherwise: string) => string {
  const { t, catalogue } = useLanguage();
  return (key, otherwise) => (key in catalogue ? t(key as MessageKey) : otherwise);
}

export function useFormat(): Formats {
  return useLanguage().format;
}

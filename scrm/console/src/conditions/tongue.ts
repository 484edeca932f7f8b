import { useLanguage } from '../i18n/context.tsx';

/** In which language the hub is asked for its readings. */
export function useTongue(): 'en' | 'zh' {
  return useLanguage().locale === 'zh' ? 'zh' : 'en';
}

/** The few words on the customer's page itself. */
const WORDS = {
  en: { open: 'Open chat', close: 'Close chat', unread: 'unread', dismiss: 'Dismiss' },
  zh: { open: '打开聊天', close: '关闭聊天', unread: '条未读', dismiss: '关闭' },
  ar: { open: 'فتح المحادثة', close: 'إغلاق المحادثة', unread: 'غير مقروءة', dismiss: 'إخفاء' },
};

export type LoaderWords = (typeof WORDS)['en'];

export function languageOf(locale: string): string {
  return locale.toLowerCase().split('-')[0] ?? '';
}

export function loaderWords(locale: string): LoaderWords {
  const language = languageOf(locale);
  return Object.hasOwn(WORDS, language) ? WORDS[language as keyof typeof WORDS] : WORDS.en;
}

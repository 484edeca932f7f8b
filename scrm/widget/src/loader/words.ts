/** The few words on the customer's page itself. */
const WORDS = {
  en: { open: 'Open chat', close: 'Close chat', unread: 'unread' },
  zh: { open: '打开聊天', close: '关闭聊天', unread: '条未读' },
  ar: { open: 'فتح المحادثة', close: 'إغلاق المحادثة', unread: 'غير مقروءة' },
};

export type LoaderWords = (typeof WORDS)['en'];

export function loaderWords(locale: string): LoaderWords {
  const language = locale.toLowerCase().split('-')[0] ?? '';
  return Object.hasOwn(WORDS, language) ? WORDS[language as keyof typeof WORDS] : WORDS.en;
}

import type { LastMessage } from '../api/types.ts';
import type { Translate } from '../i18n/catalogue.ts';
import { firstName } from '../text/names.ts';

/** Who of us wrote the last words, as a short word before them; null for the person. */
export function lastAuthor(last: LastMessage, me: string, t: Translate): string | null {
  if (last.direction === 'note') return t('row.note');
  if (last.direction !== 'out') return null;
  if (last.author_kind === 'user' && last.author_id === me) return t('row.us');
  if (last.author_kind === 'bot') return t('row.bot');
  if (last.author_kind === 'user' || last.author_kind === 'channel') {
    const name = firstName(last.author_name);
    if (name !== '') return t('row.by', { name });
  }
  return t('row.automation');
}

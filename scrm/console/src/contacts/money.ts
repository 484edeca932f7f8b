import { type AnyLocale, intlTag } from '../i18n/catalogue.ts';

/** An amount in the smallest unit of its currency, as people write it. */
export function money(amount: number, currency: string, locale: AnyLocale): string {
  const style = new Intl.NumberFormat(intlTag(locale), {
    style: 'currency',
    currency,
    currencyDisplay: 'code',
  });
  const digits = style.resolvedOptions().maximumFractionDigits ?? 2;
  return style.format(amount / 10 ** digits);
}

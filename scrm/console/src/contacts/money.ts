import { type AnyLocale, intlTag } from '../i18n/catalogue.ts';
import minorUnits from './minor-units.json';

/** Where they are not two (ISO 4217): the browser's own say how people write prices, and of some
 * currencies that is fewer than the smallest unit has. */
const DIGITS: Readonly<Record<string, number>> = minorUnits;

/** An amount in the smallest unit of its currency, as people write it. */
export function money(amount: number, currency: string, locale: AnyLocale): string {
  const digits = DIGITS[currency] ?? 2;
  const style = new Intl.NumberFormat(intlTag(locale), {
    style: 'currency',
    currency,
    currencyDisplay: 'code',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return style.format(amount / 10 ** digits);
}

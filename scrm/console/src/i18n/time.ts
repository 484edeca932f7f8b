import { type AnyLocale, intlTag } from './catalogue.ts';
import { hubNow } from './hub-time.ts';
import { CLOSE, OPEN } from './pseudo.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Dates, durations and numbers as the chosen language writes them. */
export interface Formats {
  /** "now", "4m", "3h" under a day; then "Mon" within a week; then the date. */
  ago: (at: string, now: number) => string;
  /** How long ago in words that stand in a sentence: "now", "4m ago", "yesterday"; then the date. */
  since: (at: string, now: number) => string;
  /** A length of waiting: "4m", "3h", "2d". */
  span: (milliseconds: number) => string;
  clock: (at: string) => string;
  /** Exact, with the zone: what hovering shows. */
  exact: (at: string) => string;
  day: (at: string) => string;
  date: (at: string) => string;
  dateTime: (at: string) => string;
  clockIn: (zone: string, now: number) => string | null;
  number: (value: number) => string;
  percent: (value: number) => string;
  bytes: (size: number) => string;
}

export function formats(locale: AnyLocale, zone?: string): Formats {
  const tag = intlTag(locale);
  const mark = (text: string): string => (locale === 'qps' ? OPEN + text + CLOSE : text);
  const of = (options: Intl.DateTimeFormatOptions): ((at: string) => string) => {
    const format = new Intl.DateTimeFormat(tag, { timeZone: zone, ...options });
    return (at) => mark(format.format(new Date(at)));
  };
  const unit = (name: string): Intl.NumberFormat =>
    new Intl.NumberFormat(tag, { style: 'unit', unit: name, unitDisplay: 'narrow' });
  const [minutes, hours, days] = [unit('minute'), unit('hour'), unit('day')];
  const weekday = of({ weekday: 'short' });
  const date = of({ day: 'numeric', month: 'short' });
  const dateWithYear = of({ day: 'numeric', month: 'short', year: 'numeric' });
  const dayLong = of({ weekday: 'long', day: 'numeric', month: 'long' });
  const number = new Intl.NumberFormat(tag);
  const percent = new Intl.NumberFormat(tag, { style: 'percent' });
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto', style: 'short' });

  const span = (milliseconds: number): string => {
    if (milliseconds < HOUR)
      return mark(minutes.format(Math.max(1, Math.floor(milliseconds / MINUTE))));
    if (milliseconds < DAY) return mark(hours.format(Math.floor(milliseconds / HOUR)));
    return mark(days.format(Math.floor(milliseconds / DAY)));
  };
  const dateOf = (at: string): string =>
    new Date(at).getFullYear() === new Date(hubNow()).getFullYear() ? date(at) : dateWithYear(at);

  return {
    span,
    number: (value) => number.format(value),
    percent: (value) => percent.format(value),
    clock: of({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    exact: of({ dateStyle: 'full', timeStyle: 'long' }),
    date: dateOf,
    dateTime: of({
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }),
    ago: (at, now) => {
      const past = now - Date.parse(at);
      if (past < MINUTE) return mark(relative.format(0, 'second'));
      if (past < DAY) return span(past);
      return past < 6 * DAY ? weekday(at) : dateOf(at);
    },
    since: (at, now) => {
      const past = now - Date.parse(at);
      if (past < MINUTE) return mark(relative.format(0, 'second'));
      if (past < HOUR) return mark(relative.format(-Math.floor(past / MINUTE), 'minute'));
      if (past < DAY) return mark(relative.format(-Math.floor(past / HOUR), 'hour'));
      return past < 6 * DAY ? mark(relative.format(-Math.floor(past / DAY), 'day')) : dateOf(at);
    },
    day: (at) => {
      const distance = dayNumber(at, zone) - dayNumber(new Date(hubNow()).toISOString(), zone);
      if (distance === 0 || distance === -1) {
        const word = relative.format(distance, 'day');
        return mark(word.charAt(0).toLocaleUpperCase(tag) + word.slice(1));
      }
      return distance > -300 ? dayLong(at) : dateWithYear(at);
    },
    clockIn: (place, now) => {
      try {
        return mark(
          new Intl.DateTimeFormat(tag, {
            timeZone: place,
            hour: '2-digit',
            minute: '2-digit',
            hourCycle: 'h23',
          }).format(now),
        );
      } catch {
        return null; // a zone name that this browser does not know
      }
    },
    bytes: (size) => mark(bytesOf(size, tag)),
  };
}

function bytesOf(size: number, tag: string): string {
  const names = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  const step = size < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(size) / 3));
  const digits = size / 1000 ** step;
  return new Intl.NumberFormat(tag, {
    style: 'unit',
    unit: names[step],
    unitDisplay: 'short',
    maximumFractionDigits: digits < 10 && step > 0 ? 1 : 0,
  }).format(digits);
}

/** Days since 1970 in a zone: equal numbers are the same calendar day there. */
export function dayNumber(at: string, zone?: string): number {
  return Math.round(Date.parse(`${calendar(zone).format(new Date(at))}T00:00:00Z`) / DAY);
}

const calendars = new Map<string | undefined, Intl.DateTimeFormat>();

/** Making one costs a hundred times what using it does. */
function calendar(zone: string | undefined): Intl.DateTimeFormat {
  let found = calendars.get(zone);
  if (!found) {
    const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
    found = new Intl.DateTimeFormat('en-CA', { timeZone: zone, ...parts });
    calendars.set(zone, found);
  }
  return found;
}

/** "0:07", "12:31", "1:02:03". */
export function playTime(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const pad = (value: number): string => String(value).padStart(2, '0');
  const [hours, rest] = [Math.floor(whole / 3600), whole % 3600];
  const tail = pad(rest % 60);
  return hours > 0
    ? `${hours}:${pad(Math.floor(rest / 60))}:${tail}`
    : `${Math.floor(rest / 60)}:${tail}`;
}

/** An instant as a text that orders as instants do: with its Z, "23Z" stands behind "23.4Z". */
export const ordered = (at: string): string => at.slice(0, -1);

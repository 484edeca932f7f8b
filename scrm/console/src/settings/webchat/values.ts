/** The settings of a web chat as this page changes them; read with care, for they are the hub's. */
import type { Channel } from '../../api/types.ts';

export type Texts = Record<string, string>;
export type Need = 'off' | 'optional' | 'required';
export const FIELDS = ['name', 'email', 'phone'] as const;
export type Field = (typeof FIELDS)[number];
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];
export type Shift = [string, string];

export interface Hours {
  zone: string;
  week: Partial<Record<Weekday, Shift[]>>;
  closed: string[];
  /** Days with hours of their own. */
  days: Record<string, Shift[]>;
}

export interface Greeting {
  pages: string;
  after: number;
  text: Texts;
}

export interface Values {
  title: string;
  colour: string;
  position: 'left' | 'right';
  greeting: Texts;
  greetings: Greeting[];
  hours: Hours;
  away: Texts;
  form: Partial<Record<Field, Need>>;
  sites: string[];
  page_views: boolean;
  /** Only once the site says that the visitor agreed. */
  page_consent: boolean;
  ask_rating: boolean;
  /** Typed here and not saved yet; what is saved is never shown. */
  identity_secret: string;
}

export function valuesOf({ settings }: Channel): Values {
  const given = settings as Partial<Values>;
  return {
    title: given.title ?? '',
    colour: given.colour ?? '#2563eb',
    position: given.position ?? 'right',
    greeting: given.greeting ?? {},
    greetings: given.greetings ?? [],
    hours: { ...NO_HOURS, ...given.hours },
    away: given.away ?? {},
    form: given.form ?? {},
    sites: given.sites ?? [],
    page_views: given.page_views ?? true,
    page_consent: given.page_consent ?? false,
    ask_rating: given.ask_rating ?? true,
    identity_secret: '',
  };
}

export function keyOf({ settings }: Channel): string {
  return typeof settings.key === 'string' ? settings.key : '';
}

export function hasSecret({ settings }: Channel): boolean {
  return typeof settings.identity_secret === 'string' && settings.identity_secret !== '';
}

/** What is not as it was, as the hub wants it: texts without words are none. */
export function changes(before: Values, after: Values): Partial<Values> {
  const [was, is] = [tidied(before), tidied(after)];
  return Object.fromEntries(
    Object.entries(is).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(was[name as keyof Values]),
    ),
  );
}

export function tidied(values: Values): Values {
  return {
    ...values,
    title: values.title.trim(),
    greeting: spoken(values.greeting),
    greetings: values.greetings.map((one) => ({ ...one, text: spoken(one.text) })),
    away: spoken(values.away),
    hours: tidiedHours(values.hours),
    sites: values.sites.map((site) => site.trim()).filter((site) => site !== ''),
  };
}

export const NO_HOURS: Hours = { zone: '', week: {}, closed: [], days: {} };

/** Weekdays in their order, and no day that is not chosen yet. */
export function tidiedHours(hours: Hours): Hours {
  const named = WEEKDAYS.filter((day) => hours.week[day]);
  const days = Object.entries(hours.days).filter(([day]) => day !== '');
  return {
    zone: hours.zone,
    week: Object.fromEntries(named.map((day) => [day, hours.week[day] ?? []])),
    closed: hours.closed.filter((day) => day !== ''),
    days: Object.fromEntries(days.sort(([one], [other]) => (one < other ? -1 : 1))),
  };
}

/** Without a week or a day of its own somebody is always there. */
export function says({ week, closed, days }: Hours): boolean {
  return [week, closed, days].some((part) => Object.keys(part).length > 0);
}

/** What most begin with, from Monday to Friday. */
export const OFFICE: Shift = ['09:00', '17:00'];

/** One more; a day that was closed and is opened again has the hours that it had. */
export function withShift(shifts: Shift[], before: Shift[]): Shift[] {
  if (shifts.length > 0) return [...shifts, ['18:00', '20:00']];
  return before.length > 0 ? before : [OFFICE];
}

export function officeWeek(): Hours['week'] {
  return Object.fromEntries(WEEKDAYS.slice(0, 5).map((day) => [day, [OFFICE]]));
}

/** The same shifts on another day; the days keep the order in which they are shown. */
export function renamed(days: Hours['days'], from: string, to: string): Hours['days'] {
  if (to in days) return days;
  return Object.fromEntries(
    Object.entries(days).map(([day, shifts]) => [day === from ? to : day, shifts]),
  );
}

function spoken(texts: Texts): Texts {
  return Object.fromEntries(
    Object.entries(texts)
      .filter(([, words]) => words.trim() !== '')
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

/** 48 characters that nobody can guess. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function snippet(origin: string, key: string): string {
  return `<script async src="${origin}/widget/${key}.js"></script>`;
}

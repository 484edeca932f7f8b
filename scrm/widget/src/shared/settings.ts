import { fieldsOf, textOf, type Fields } from './fields.ts';

export type Need = 'off' | 'optional' | 'required';
export const FORM_FIELDS = ['name', 'email', 'phone'] as const;
export type FormField = (typeof FORM_FIELDS)[number];

/** As much of the settings as is seen while the chat is closed. */
export interface Looks {
  title: string;
  colour: string;
  position: 'left' | 'right';
}

/** What the hub tells everybody of a site's chat. */
export interface Settings extends Looks {
  greeting: Readonly<Record<string, string>>;
  /** What is said while nobody is there; our own words where the site has none. */
  away: Readonly<Record<string, string>>;
  form: Readonly<Record<FormField, Need>>;
}

const COLOUR = /^#[0-9a-f]{6}$/i;
const DEFAULT_COLOUR = '#2f6fed';

export function looksOf(value: unknown): Looks {
  const fields = fieldsOf(value);
  const colour = textOf(fields, 'colour');
  return {
    title: textOf(fields, 'title'),
    colour: COLOUR.test(colour) ? colour : DEFAULT_COLOUR,
    position: textOf(fields, 'position') === 'left' ? 'left' : 'right',
  };
}

export function settingsOf(value: unknown): Settings {
  const fields = fieldsOf(value);
  return {
    ...looksOf(value),
    greeting: textsOf(fieldsOf(fields?.greeting)),
    away: textsOf(fieldsOf(fields?.away)),
    form: formOf(fieldsOf(fields?.form)),
  };
}

export function textsOf(fields: Fields | null): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields ?? {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

function formOf(fields: Fields | null): Record<FormField, Need> {
  const need = (name: FormField): Need => {
    const value = textOf(fields, name);
    return value === 'optional' || value === 'required' ? value : 'off';
  };
  return { name: need('name'), email: need('email'), phone: need('phone') };
}

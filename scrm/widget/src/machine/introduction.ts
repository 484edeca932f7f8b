/** Questions to who writes: before the first message, and while nobody is there to answer. */
import type { Hours } from '../shared/hours.ts';
import { FORM_FIELDS, type FormField, type Need, type Settings } from '../shared/settings.ts';
import { fieldsOf, textOf } from '../shared/fields.ts';
import type { Store } from './outbox.ts';
import type { FormValues } from './protocol.ts';

export interface Questions {
  fields: Readonly<Record<FormField, Need>>;
  /** Nobody is there: where shall the answer go? Writing is possible beside it. */
  isAway: boolean;
  /** What the hub did not take. */
  refused: string;
}

/** `passed` is for good; who `skipped` the form of a site that was open, or gave only a name, is
 * asked where to answer when nobody is there. */
type State = '' | 'skipped' | 'passed' | 'done';
const STATES: readonly string[] = ['skipped', 'passed', 'done'] satisfies State[];

export class Introduction {
  readonly #store: Store;
  readonly #name: string;
  #values: FormValues | null;
  #state: State;
  #refused = '';
  #isLeft = false;

  constructor(store: Store, box: string) {
    this.#store = store;
    this.#name = `form:${box}`;
    const stored = store.read(this.#name) ?? '';
    this.#state = STATES.includes(stored) ? (stored as State) : '';
    this.#values = this.#state === '' ? valuesOf(stored) : null;
  }

  /** What was filled in and has not been confirmed by the hub. */
  get unsent(): FormValues | null {
    return this.#values;
  }

  /** Whether the hub has just taken an address or a number at which the visitor is answered. */
  get isLeft(): boolean {
    return this.#isLeft;
  }

  questions(settings: Settings, hours: Hours, isStranger: boolean): Questions | null {
    if (this.#values) return null;
    const { form } = settings;
    const isAsked = FORM_FIELDS.some((name) => form[name] !== 'off');
    const isForm = isAsked && this.#state === '' && (isStranger || this.#refused !== '');
    const isAway = !hours.isOpen && (this.#state === '' || this.#state === 'skipped');
    if (!isForm && !isAway) return null;
    const fields: Record<FormField, Need> = isForm
      ? { ...form }
      : { name: 'off', email: 'off', phone: 'off' };
    for (const name of ['email', 'phone'] as const) {
      if (isAway && fields[name] === 'off') fields[name] = 'optional';
    }
    return { fields, isAway, refused: this.#refused };
  }

  submit(values: FormValues): void {
    this.#refused = '';
    this.#values = values;
    this.#store.write(this.#name, JSON.stringify(values));
  }

  skip(isAway: boolean): void {
    this.#refused = '';
    this.#become(isAway ? 'passed' : 'skipped');
  }

  /** Confirmed by the hub. A name alone says nowhere to answer. */
  finish(): void {
    this.#isLeft = Boolean(this.#values?.email ?? this.#values?.phone);
    this.#become(this.#isLeft ? 'done' : 'skipped');
  }

  /** The hub does not take it: it is asked for again. */
  refuse(field: string): void {
    this.#refused = field;
    this.#become('');
  }

  clear(): void {
    this.#store.remove(this.#name);
  }

  #become(state: State): void {
    this.#values = null;
    this.#state = state;
    if (state === '') this.#store.remove(this.#name);
    else this.#store.write(this.#name, state);
  }
}

function valuesOf(stored: string): FormValues | null {
  if (!stored.startsWith('{')) return null;
  const fields = fieldsOf(JSON.parse(stored));
  return Object.fromEntries(
    FORM_FIELDS.map((name) => [name, textOf(fields, name)]).filter(([, value]) => value !== ''),
  ) as FormValues;
}

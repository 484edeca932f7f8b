/** The form before the first message: whether it is wanted, and its way to the hub. */
import { FORM_FIELDS, type Settings } from '../shared/settings.ts';
import { fieldsOf, textOf } from '../shared/fields.ts';
import type { Store } from './outbox.ts';
import type { FormValues } from './protocol.ts';

export class Introduction {
  readonly #store: Store;
  readonly #name: string;
  #values: FormValues | null;
  #isDone: boolean;

  constructor(store: Store, box: string) {
    this.#store = store;
    this.#name = `form:${box}`;
    const stored = store.read(this.#name);
    this.#isDone = stored === 'done';
    this.#values = this.#isDone ? null : valuesOf(stored);
  }

  /** What was filled in and has not been confirmed by the hub. */
  get unsent(): FormValues | null {
    return this.#values;
  }

  isWanted(settings: Settings): boolean {
    const isAsked = FORM_FIELDS.some((name) => settings.form[name] !== 'off');
    return isAsked && !this.#isDone && this.#values === null;
  }

  submit(values: FormValues): void {
    this.#values = values;
    this.#store.write(this.#name, JSON.stringify(values));
  }

  /** Confirmed by the hub, or passed over. */
  finish(): void {
    this.#values = null;
    this.#isDone = true;
    this.#store.write(this.#name, 'done');
  }

  clear(): void {
    this.#store.remove(this.#name);
  }
}

function valuesOf(stored: string | null): FormValues | null {
  if (stored === null || !stored.startsWith('{')) return null;
  const fields = fieldsOf(JSON.parse(stored));
  return Object.fromEntries(
    FORM_FIELDS.map((name) => [name, textOf(fields, name)]).filter(([, value]) => value !== ''),
  ) as FormValues;
}

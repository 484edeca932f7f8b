import type { FormValues } from '../machine/protocol.ts';
import { FORM_FIELDS, type FormField, type Settings } from '../shared/settings.ts';
import { element } from './dom.ts';
import type { Language } from './words.ts';

const KINDS = {
  name: { type: 'text', autocomplete: 'name' },
  email: { type: 'email', autocomplete: 'email', inputmode: 'email', dir: 'ltr' },
  phone: { type: 'tel', autocomplete: 'tel', inputmode: 'tel', dir: 'ltr' },
} as const;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const PHONE = /^\+?[\d\s().-]{6,24}$/;

interface Field {
  name: FormField;
  isRequired: boolean;
  input: HTMLInputElement;
  problem: HTMLElement;
}

/** The questions before the first message. `done` gets null where they were passed over. */
export class Introduction {
  readonly element = element('form', { class: 'introduction', novalidate: true, hidden: true });
  readonly #language: Language;
  readonly #done: (values: FormValues | null) => void;
  #fields: readonly Field[] = [];
  #drawn = '';

  constructor(language: Language, done: (values: FormValues | null) => void) {
    this.#language = language;
    this.#done = done;
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  get isShown(): boolean {
    return !this.element.hidden;
  }

  /** Asks what the settings want; `null` asks nothing. What was typed stays. */
  show(settings: Settings | null): void {
    this.element.hidden = settings === null;
    const drawn = JSON.stringify(settings?.form);
    if (settings === null || drawn === this.#drawn) return;
    this.#drawn = drawn;
    const { words } = this.#language;
    const asked = FORM_FIELDS.filter((name) => settings.form[name] !== 'off');
    this.#fields = asked.map((name) => this.#field(name, settings.form[name] === 'required'));
    const mayPass = this.#fields.every(({ isRequired }) => !isRequired);
    const pass = { type: 'button', class: 'plain', onclick: () => this.#done(null) };
    this.element.replaceChildren(
      element('p', {}, words.formIntro),
      ...this.#fields.map((field) => this.#labelled(field)),
      element('button', { type: 'submit', class: 'primary' }, words.start),
      ...(mayPass ? [element('button', pass, words.skip)] : []),
    );
  }

  focus(): void {
    this.#fields[0]?.input.focus();
  }

  #field(name: FormField, isRequired: boolean): Field {
    const problem = element('span', { class: 'problem', id: `problem-${name}` });
    const input = element('input', {
      ...KINDS[name],
      id: `form-${name}`,
      maxlength: '200',
      'aria-required': String(isRequired),
      'aria-describedby': problem.id,
    });
    return { name, isRequired, input, problem };
  }

  #labelled({ name, isRequired, input, problem }: Field): HTMLElement {
    const label = this.#language.words[name];
    const shown = isRequired ? label : this.#language.say('optional', { label });
    const named = element('label', { for: input.id }, shown);
    return element('div', { class: 'field' }, named, input, problem);
  }

  #submit(): void {
    const wrong = this.#fields.filter((field) => this.#judge(field) !== '');
    wrong[0]?.input.focus();
    if (wrong.length > 0) return;
    const values = this.#fields.map(({ name, input }) => [name, input.value.trim()] as const);
    const given = values.filter(([, value]) => value !== '');
    this.#done(given.length > 0 ? Object.fromEntries(given) : null);
  }

  #judge({ name, isRequired, input, problem }: Field): string {
    const { words } = this.#language;
    const value = input.value.trim();
    let wrong = '';
    if (value === '') wrong = isRequired ? words.required : '';
    else if (name === 'email' && !EMAIL.test(value)) wrong = words.badEmail;
    else if (name === 'phone' && !PHONE.test(value)) wrong = words.badPhone;
    problem.textContent = wrong;
    input.setAttribute('aria-invalid', String(wrong !== ''));
    return wrong;
  }
}

import type { Questions } from '../machine/introduction.ts';
import type { FormValues } from '../machine/protocol.ts';
import { FORM_FIELDS, type FormField } from '../shared/settings.ts';
import { element } from './dom.ts';
import type { Language } from './words.ts';

const KINDS = {
  name: { type: 'text', autocomplete: 'name' },
  email: { type: 'email', autocomplete: 'email', inputmode: 'email', dir: 'ltr' },
  phone: { type: 'tel', autocomplete: 'tel', inputmode: 'tel', dir: 'ltr' },
} as const;
const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;
const PHONE = /^\+?[\d\s().-]{6,24}$/;

interface Field {
  name: FormField;
  isRequired: boolean;
  input: HTMLInputElement;
  problem: HTMLElement;
}

/** The questions to who writes. `done` gets null where they were passed over. */
export class Introduction {
  readonly element = element('form', { class: 'introduction', novalidate: true, hidden: true });
  readonly #language: Language;
  readonly #done: (values: FormValues | null) => void;
  readonly #text = element('p');
  #fields: readonly Field[] = [];
  #asked: Questions | null = null;
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

  /** Whether there is no writing before it is answered. */
  get isInTheWay(): boolean {
    return this.#fields.some(({ isRequired }) => isRequired) || this.#asked?.isAway === false;
  }

  /** `null` asks nothing. What was typed stays. `away` is what the site says when nobody is there. */
  show(asked: Questions | null, away: string): void {
    this.element.hidden = asked === null;
    this.#asked = asked;
    const { words } = this.#language;
    this.#text.textContent = asked?.isAway ? away || words.awayIntro : words.formIntro;
    const drawn = asked ? JSON.stringify(asked) : ''; // refused twice for one reason: told twice
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    if (!asked) return;
    const known = new Map(this.#fields.map(({ name, input }) => [name, input.value]));
    this.#fields = FORM_FIELDS.filter((name) => asked.fields[name] !== 'off').map((name) =>
      this.#field(name, asked.fields[name] === 'required', known.get(name) ?? ''),
    );
    this.#layOut(asked);
  }

  focus(): void {
    this.#fields[0]?.input.focus();
  }

  #layOut({ isAway, refused }: Questions): void {
    const { words } = this.#language;
    const mayPass = this.#fields.every(({ isRequired }) => !isRequired);
    const pass = { type: 'button', class: 'plain', onclick: () => this.#done(null) };
    const send = element(
      'button',
      { type: 'submit', class: 'primary' },
      isAway ? words.leave : words.start,
    );
    this.element.classList.toggle('away', isAway);
    this.element.replaceChildren(
      this.#text,
      ...this.#fields.map((field) => this.#labelled(field, isAway)),
      send,
      ...(mayPass ? [element('button', pass, isAway ? words.notNow : words.skip)] : []),
    );
    const wrong = this.#fields.find(({ name }) => name === refused);
    if (wrong) this.#complain(wrong, wrong.name === 'email' ? words.badEmail : words.badPhone);
  }

  #field(name: FormField, isRequired: boolean, value: string): Field {
    const problem = element('span', { class: 'problem', id: `problem-${name}` });
    const input = element('input', {
      ...KINDS[name],
      id: `form-${name}`,
      maxlength: '200',
      'aria-required': String(isRequired),
      'aria-describedby': problem.id,
    });
    input.value = value;
    return { name, isRequired, input, problem };
  }

  #labelled({ name, isRequired, input, problem }: Field, isAway: boolean): HTMLElement {
    const label = this.#language.words[name];
    const shown = isRequired || isAway ? label : this.#language.say('optional', { label });
    const named = element('label', { for: input.id }, shown);
    return element('div', { class: 'field' }, named, input, problem);
  }

  #submit(): void {
    const wrong = this.#fields.filter((field) => this.#judge(field) !== '');
    const values = this.#fields.map(({ name, input }) => [name, input.value.trim()] as const);
    const given = values.filter(([, value]) => value !== '');
    const isReached = given.some(([name]) => name !== 'name');
    const reach = this.#fields.find(({ name }) => name !== 'name');
    if (wrong.length === 0 && this.#asked?.isAway && !isReached && reach) {
      this.#complain(reach, this.#language.words.oneOfThem);
      wrong.push(reach);
    }
    wrong[0]?.input.focus();
    if (wrong.length > 0) return;
    this.#done(given.length > 0 ? Object.fromEntries(given) : null);
  }

  #judge(field: Field): string {
    const { name, isRequired, input } = field;
    const { words } = this.#language;
    const value = input.value.trim();
    let wrong = '';
    if (value === '') wrong = isRequired ? words.required : '';
    else if (name === 'email' && !EMAIL.test(value)) wrong = words.badEmail;
    else if (name === 'phone' && !PHONE.test(value)) wrong = words.badPhone;
    this.#complain(field, wrong);
    return wrong;
  }

  #complain({ input, problem }: Field, wrong: string): void {
    problem.textContent = wrong;
    input.setAttribute('aria-invalid', String(wrong !== ''));
  }
}

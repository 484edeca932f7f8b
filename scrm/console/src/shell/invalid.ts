/**
 * What a field lacks, as a line of ours under it: the browser's own bubble speaks the browser's
 * language, and is gone before it is read.
 */
import classes from './invalid.module.css';

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const WORDS = {
  en: {
    missing: 'Please fill this in',
    email: 'This is no mail address',
    url: 'This is no address',
  },
  zh: { missing: '请填写此项', email: '这不是邮箱地址', url: '这不是网址' },
};

function wordsFor(field: Field): string {
  const words = WORDS[document.documentElement.lang.startsWith('zh') ? 'zh' : 'en'];
  if (field.validity.valueMissing) return words.missing;
  if (field.validity.typeMismatch && field.type === 'email') return words.email;
  if (field.validity.typeMismatch && field.type === 'url') return words.url;
  return field.validationMessage;
}

const lines = new WeakMap<Field, HTMLElement>();
let count = 0;

/** Says it under the field until it is mended; the first of a form is where one goes on. */
export function showInvalid(field: Field): void {
  const line = lines.get(field) ?? document.createElement('p');
  line.textContent = wordsFor(field);
  if (!lines.has(field)) begin(field, line);
  const first = field.form?.querySelector<HTMLElement>(':invalid:not(fieldset)');
  if (!first || first === field) field.focus();
}

function begin(field: Field, line: HTMLElement): void {
  line.id = `invalid-${++count}`;
  line.className = classes.line ?? '';
  line.setAttribute('role', 'alert');
  lines.set(field, line);
  const place = field.closest('.mantine-InputWrapper-root') ?? field.parentElement;
  place?.append(line);
  const described = field.getAttribute('aria-describedby');
  field.setAttribute('aria-invalid', 'true');
  field.setAttribute('aria-describedby', described ? `${described} ${line.id}` : line.id);
  const end = (): void => {
    if (!field.validity.valid) {
      line.textContent = wordsFor(field);
      return;
    }
    field.removeEventListener('input', end);
    field.removeAttribute('aria-invalid');
    if (described) field.setAttribute('aria-describedby', described);
    else field.removeAttribute('aria-describedby');
    lines.delete(field);
    line.remove();
  };
  field.addEventListener('input', end);
}

import { beforeEach, expect, test } from 'vitest';
import { showInvalid } from './invalid.ts';

function form(html: string): HTMLInputElement {
  document.body.innerHTML = `<form><div class="mantine-InputWrapper-root">${html}</div></form>`;
  const field = document.querySelector('input');
  if (!field) throw new Error('no field');
  return field;
}

beforeEach(() => {
  document.documentElement.lang = 'zh-CN';
});

test('an empty field says so under it, in the language of the page, until it is filled', () => {
  const field = form('<input required>');
  showInvalid(field);
  showInvalid(field);
  const line = document.querySelector('[role=alert]');
  expect(document.querySelectorAll('[role=alert]')).toHaveLength(1);
  expect(line?.textContent).toBe('请填写此项');
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(field.getAttribute('aria-describedby')).toBe(line?.id);
  expect(document.activeElement).toBe(field);
  field.value = 'Tea';
  field.dispatchEvent(new Event('input'));
  expect(document.querySelector('[role=alert]')).toBeNull();
  expect(field.hasAttribute('aria-describedby')).toBe(false);
});

test('what is wrong by its kind is named', () => {
  document.documentElement.lang = 'en-GB';
  const field = form('<input type="email" value="ada">');
  showInvalid(field);
  expect(document.querySelector('[role=alert]')?.textContent).toBe('This is no mail address');
});

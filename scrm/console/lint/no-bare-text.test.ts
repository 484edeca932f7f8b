import { Linter } from 'eslint';
import { expect, test } from 'vitest';
import { noBareText } from './no-bare-text.js';

function complaints(code: string): number {
  return new Linter()
    .verify(code, {
      languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } },
      plugins: { scrm: { rules: { 'no-bare-text': noBareText } } },
      rules: { 'scrm/no-bare-text': 'error' },
    })
    .filter((message) => message.ruleId === 'scrm/no-bare-text').length;
}

test.each([
  '<p>Hello</p>',
  '<p>{"Hello"}</p>',
  '<p>{`Hello ${name}`}</p>',
  '<img alt="A cat" />',
  '<button aria-label="Close" />',
  '<p>你好</p>',
])('%s is a bare text', (code) => {
  expect(complaints(code)).toBe(1);
});

test.each(['<p>{t("hello")}</p>', '<p>·</p>', '<p className="large">{text}</p>', '<p>{n}×</p>'])(
  '%s is none',
  (code) => {
    expect(complaints(code)).toBe(0);
  },
);

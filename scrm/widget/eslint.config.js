import js from '@eslint/js';
import ts from 'typescript-eslint';

export default ts.config(
  { ignores: ['dist', 'node_modules'] },
  js.configs.recommended,
  ...ts.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', { max: 40, skipComments: true, skipBlankLines: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/explicit-function-return-type': ['error', { allowExpressions: true }],
      // What a page may never do: text becomes a node, never markup; a message has one receiver.
      'no-restricted-properties': [
        'error',
        ...['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'srcdoc'].map((property) => ({
          property,
        })),
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "Literal[value='*']", message: 'Name the origin a message is meant for.' },
      ],
    },
  },
  // A machine knows no page: it must run, and be tested, anywhere.
  {
    files: ['src/machine/**/*.ts', 'src/shared/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['window', 'document', 'navigator', 'localStorage', 'WebSocket', 'fetch', 'setTimeout'],
      ],
    },
  },
  // The mock is a second opinion on the protocol: what it shared with the widget it couldn't judge.
  {
    files: ['mock/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['**/src/**'] }] },
  },
  { files: ['**/*.test.ts'], rules: { 'max-lines-per-function': 'off' } },
  { files: ['**/*.js'], ...ts.configs.disableTypeChecked },
);

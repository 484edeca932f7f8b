import { createRequire } from 'node:module';
import { parse } from '@formatjs/icu-messageformat-parser';
import type { Plugin } from 'vite';

const require = createRequire(import.meta.url);
const CATALOGUE = /\/src\/locales\/\w+\.json$/;

/**
 * Reads the messages of the catalogues when the console is built, so that no browser has to load
 * a parser for them: what takes values, or quotes, becomes the parser's tree. Plain texts stay.
 */
export function messages(): Plugin {
  return {
    name: 'messages',
    apply: 'build',
    enforce: 'pre',
    config: () => ({
      resolve: {
        alias: {
          '@formatjs/icu-messageformat-parser':
            require.resolve('@formatjs/icu-messageformat-parser/no-parser.js'),
        },
      },
    }),
    transform(source, id) {
      if (!CATALOGUE.test(id)) return null;
      const catalogue = JSON.parse(source) as Record<string, string>;
      const read = Object.entries(catalogue).map(([key, text]) => [key, readMessage(text)]);
      return { code: JSON.stringify(Object.fromEntries(read)), map: null };
    },
  };
}

/** A text that is shown as it stands, or the tree of a message. */
export function readMessage(text: string): unknown {
  return /[{'<]/.test(text) ? parse(text, { captureLocation: false }) : text;
}

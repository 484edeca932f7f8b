import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { messages } from './build/messages.ts';

const require = createRequire(import.meta.url);
const HUB = process.env.SCRM_HUB ?? 'http://127.0.0.1:8080';
const FIRST_LOAD_LIMIT = 250_000;

/** The colour scheme must be set before the first paint, and the policy allows no inline script. */
function schemeScript(): Plugin {
  const source = readFileSync(new URL('./src/shell/scheme.js', import.meta.url), 'utf8');
  const name = `assets/scheme-${createHash('sha256').update(source).digest('hex').slice(0, 8)}.js`;
  return {
    name: 'scheme-script',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: name, source });
    },
    transformIndexHtml: (_html, context) => [
      {
        tag: 'script',
        injectTo: 'head-prepend',
        attrs: { src: context.server ? '/src/shell/scheme.js' : `/${name}` },
      },
    ],
  };
}

/** The API reference: two files of swagger-ui-dist, a page, its colours and a start script. */
function apiDocs(): Plugin {
  const files: Record<string, string> = {
    'api-docs/swagger-ui.css': require.resolve('swagger-ui-dist/swagger-ui.css'),
    'api-docs/swagger-ui-bundle.js': require.resolve('swagger-ui-dist/swagger-ui-bundle.js'),
    'api-docs/start.js': new URL('./src/shell/api-docs.js', import.meta.url).pathname,
    'api-docs/colours.css': new URL('./src/shell/api-docs.css', import.meta.url).pathname,
    'api-docs/api-docs.html': new URL('./api-docs.html', import.meta.url).pathname,
  };
  return {
    name: 'api-docs',
    apply: 'build',
    generateBundle() {
      for (const [fileName, path] of Object.entries(files)) {
        this.emitFile({ type: 'asset', fileName, source: readFileSync(path) });
      }
    },
  };
}

/** Fails the build when what the inbox needs before it can draw outgrows the limit. */
function firstLoad(): Plugin {
  return {
    name: 'first-load',
    apply: 'build',
    generateBundle(_options, bundle) {
      const wanted = new Set<string>();
      const visit = (fileName: string): void => {
        const chunk = bundle[fileName];
        if (wanted.has(fileName) || chunk?.type !== 'chunk') return;
        wanted.add(fileName);
        chunk.viteMetadata?.importedCss.forEach((css) => wanted.add(css));
        chunk.imports.forEach(visit);
      };
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        const page = chunk.facadeModuleId ?? '';
        if (chunk.isEntry || /inbox\/page\.tsx$|locales\/en\.json$/.test(page))
          visit(chunk.fileName);
      }
      let bytes = 0;
      for (const fileName of wanted) {
        const file = bundle[fileName];
        if (file) bytes += gzipSync(file.type === 'chunk' ? file.code : file.source).length;
      }
      console.info(`first load of the inbox: ${(bytes / 1000).toFixed(1)} kB compressed`);
      if (bytes > FIRST_LOAD_LIMIT) this.error(`first load ${bytes} B > ${FIRST_LOAD_LIMIT} B`);
    },
  };
}

export default defineConfig({
  plugins: [react(), messages(), schemeScript(), apiDocs(), firstLoad()],
  build: { target: 'es2022', assetsInlineLimit: 0, reportCompressedSize: false },
  server: { proxy: { '/api': HUB } },
  test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}', 'lint/**/*.test.ts'] },
});

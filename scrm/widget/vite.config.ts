import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const FRAME_LIMIT = 24_900;

const LANGUAGE = /locales\/\w+\.ts$/;

/** Fails the build when the code, the looks and one language of the chat outgrow their limit. */
function frameSize(): Plugin {
  return {
    name: 'frame-size',
    apply: 'build',
    generateBundle(_options, bundle) {
      let [bytes, language] = [0, 0];
      for (const file of Object.values(bundle)) {
        if (/preview/.test(file.fileName)) continue; // for colleagues only
        const size = gzipSync(file.type === 'chunk' ? file.code : file.source, { level: 9 }).length;
        const isLanguage = file.type === 'chunk' && LANGUAGE.test(file.facadeModuleId ?? '');
        if (isLanguage) language = Math.max(language, size);
        else bytes += size;
      }
      bytes += language;
      console.info(`frame: ${(bytes / 1000).toFixed(1)} kB compressed`);
      if (bytes > FRAME_LIMIT) this.error(`the frame has ${bytes} B > ${FRAME_LIMIT} B`);
    },
  };
}

/** The page inside the iframe. Its loader has a build of its own: it may share no chunk with it. */
export default defineConfig({
  base: '/widget/',
  plugins: [frameSize()],
  build: {
    target: 'es2022',
    outDir: 'dist/frame',
    rolldownOptions: { input: ['index.html', 'preview.html'] },
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
  },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
});

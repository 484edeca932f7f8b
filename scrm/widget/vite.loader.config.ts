import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const LOADER_LIMIT = 5_100;

/** Fails the build when every page of every customer's site would have to load more than this. */
function loaderSize(): Plugin {
  return {
    name: 'loader-size',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        const bytes = gzipSync(file.type === 'chunk' ? file.code : file.source, {
          level: 9,
        }).length;
        console.info(`loader: ${(bytes / 1000).toFixed(1)} kB compressed`);
        if (bytes > LOADER_LIMIT) this.error(`the loader has ${bytes} B > ${LOADER_LIMIT} B`);
      }
    },
  };
}

/** One classic script: `dist/loader.js`, in which the hub puts a site's settings. */
export default defineConfig({
  plugins: [loaderSize()],
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: false,
    reportCompressedSize: false,
    lib: {
      entry: 'src/loader/main.ts',
      formats: ['iife'],
      name: 'scrmLoader',
      fileName: () => 'loader.js',
    },
  },
});

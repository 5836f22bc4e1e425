/**
 * One script of the overlay per run; the mode says which (`build.mjs` runs them all).
 * Each is built whole: code split across them would keep unused parts of pixi alive and load in more steps.
 */
import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';
import { withoutUnusedPixi } from './vite.pixi.ts';

const ENTRIES: Readonly<Record<string, { readonly entry: string; readonly format: 'es' | 'iife' }>> = {
  overlay: { entry: 'src/index.ts', format: 'es' },
  embed: { entry: 'src/embed.ts', format: 'iife' },
  stage: { entry: 'src/drawing.ts', format: 'es' },
  'stage-worker': { entry: 'src/stage/painting.ts', format: 'es' },
  composer: { entry: 'src/composer/index.ts', format: 'es' },
  interaction: { entry: 'src/interaction/index.ts', format: 'es' },
  formats: { entry: 'src/formats/index.ts', format: 'es' },
  recording: { entry: 'src/recording.ts', format: 'es' },
  emotes: { entry: 'src/emotes/index.ts', format: 'es' },
};

const LAZY: Readonly<Record<string, string>> = {
  './drawing.ts': './stage.js',
  './painting.ts': './stage-worker.js',
  './composer/index.ts': './composer.js',
  './interaction/index.ts': './interaction.js',
  './recording.ts': './recording.js',
  './emotes/index.ts': './emotes.js',
  './formats/index.ts': './formats.js',
};

export default defineConfig(({ mode }) => {
  const script = ENTRIES[mode];
  if (!script) throw new Error(`No script is called "${mode}"; there are ${Object.keys(ENTRIES).join(', ')}.`);
  return {
    root: fileURLToPath(new URL('.', import.meta.url)),
    resolve: { conditions: ['source', ...defaultClientConditions] },
    define: { 'process.env.NODE_ENV': '"production"' },
    publicDir: false,
    logLevel: 'warn',
    plugins: [lazyPartsStayFiles(), withoutUnusedPixi(), ...(script.format === 'iife' ? [asciiOnly()] : [])],
    build: {
      target: 'es2022',
      outDir: 'dist',
      emptyOutDir: false,
      reportCompressedSize: false,
      lib: { entry: script.entry, formats: [script.format], name: 'Danmaku', fileName: () => `${mode}.js` },
      rolldownOptions: {
        output: { codeSplitting: false, minify: true, comments: { legal: true, annotation: false, jsdoc: false } },
      },
    },
  };
});

/** `import('./drawing.ts')` becomes `import('./stage.js')`: the file that another run builds. */
function lazyPartsStayFiles(): Plugin {
  return {
    name: 'lazy-parts-stay-files',
    enforce: 'pre',
    resolveDynamicImport(specifier) {
      const file = typeof specifier === 'string' ? LAZY[specifier] : undefined;
      return file === undefined ? null : { id: file, external: true };
    },
  };
}

/** A classic script is read in the page's encoding, whatever that is: only ASCII survives all of them. */
function asciiOnly(): Plugin {
  return {
    name: 'ascii-only',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        file.code = file.code.replace(
          /[^\0-\x7f]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
        );
      }
    },
  };
}

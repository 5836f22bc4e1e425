/** The recipes of the documentation as pages: what is tested is what people read. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

export interface Recipe {
  readonly html: string;
  /** Empty where the page needs none. */
  readonly script: string;
}

/** The code blocks of each second heading of `docs/<name>`, by that heading; `script` is whatever is not HTML. */
export function readRecipes(name: string): ReadonlyMap<string, Recipe> {
  const text = readFileSync(`${ROOT}docs/${name}`, 'utf8');
  const sections = text.split(/^## /m).slice(1);
  return new Map(
    sections.map((section) => {
      const blocks = [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)];
      const block = (isHtml: boolean): string =>
        blocks.find(([, language]) => (language === 'html') === isHtml)?.[2] ?? '';
      return [section.slice(0, section.indexOf('\n')), { html: block(true), script: block(false) }];
    }),
  );
}

/**
 * Bundles scripts as a site's own build would, each with what it imports; the overlay stays the gateway's file.
 *
 * @returns files by name: `<name>.js`, and `<name>.css` where a script imports styles.
 */
export async function bundle(scripts: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, string>> {
  const prefix = '\0recipe:';
  const output = (await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [
      {
        name: 'recipes',
        // Before the workspace's own package of that name is found.
        enforce: 'pre',
        resolveId: (id) => {
          if (id.startsWith('recipe:')) return `\0${id}`;
          return id === '@danmaku-live/overlay' ? { id: '/overlay.js', external: true } : null;
        },
        load(id) {
          const code = id.startsWith(prefix) ? scripts[id.slice(prefix.length)] : undefined;
          return code === undefined ? null : { code, moduleType: 'jsx' };
        },
      },
    ],
    build: {
      write: false,
      minify: false,
      modulePreload: false,
      assetsInlineLimit: Infinity,
      cssCodeSplit: true,
      rolldownOptions: {
        input: Object.fromEntries(Object.keys(scripts).map((name) => [name, `recipe:${name}`])),
        makeAbsoluteExternalsRelative: false,
        preserveEntrySignatures: 'allow-extension',
        output: { entryFileNames: '[name].js', chunkFileNames: '[name].js', assetFileNames: '[name][extname]' },
      },
    },
  })) as Rolldown.RolldownOutput;
  return new Map(output.output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : String(file.source)]));
}

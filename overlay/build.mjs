/**
 * Builds everything a browser loads into dist/: overlay.js, embed.js, what they load later, and the demo pages.
 * Names on the command line build only those (`node overlay/build.mjs embed demo`).
 */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const ALL = [
  'overlay',
  'embed',
  'stage',
  'stage-worker',
  'composer',
  'interaction',
  'recording',
  'emotes',
  'formats',
  'demo',
];
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !ALL.includes(name));
if (unknown.length > 0) {
  console.error(`Nothing here is called ${unknown.join(', ')}; there are ${ALL.join(', ')}.`);
  process.exit(2);
}

for (const name of asked.length > 0 ? asked : ALL) {
  const startMs = performance.now();
  if (name === 'demo') await build({ configFile: `${here}vite.config.ts`, logLevel: 'warn' });
  else await build({ configFile: `${here}vite.scripts.config.ts`, mode: name });
  console.log(
    `built overlay/dist/${name === 'demo' ? 'demo/' : `${name}.js`} in ${Math.round(performance.now() - startMs)} ms`,
  );
}

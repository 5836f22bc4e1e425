/** `node overlay/bench/main.mjs [overlay|soak] --json FILE …`: the sources are TypeScript, which vite reads. */
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** @typedef {typeof import('./src/main.ts')} Main */

const { module } = /** @type {{ module: Main }} */ (
  await runnerImport(fileURLToPath(new URL('src/main.ts', import.meta.url)), { configFile: false, logLevel: 'error' })
);
process.exitCode = await module.main(process.argv.slice(2));

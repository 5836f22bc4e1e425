// The door of `npm run faults`: has Vite load the TypeScript of the tests as it is.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** @type {{ module: { main(args: string[]): Promise<number> } }} */
const { module } = await runnerImport(fileURLToPath(new URL('main.ts', import.meta.url)), {
  root: fileURLToPath(new URL('../../..', import.meta.url)),
  configFile: false,
  ssr: { resolve: { conditions: ['source'] } },
});
process.exit(await module.main(process.argv.slice(2)));

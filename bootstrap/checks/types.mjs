import { runScript } from '../child.mjs';
import { trackedFiles } from '../tracked-files.mjs';

const TSC = 'node_modules/typescript/bin/tsc';

/** tsconfig.check.json and what starts from it; the workspaces' own files belong to `tsc -b`. */
const FLAT = /^(tsconfig\.check\.json|(bootstrap|deploy)\/tsconfig\.json|[^/]+\/[^/]+\/tsconfig\.json)$/;

/** The workspaces with the libraries they may use, then every folder of tests, tools and pages with its own. */
export async function checkTypes() {
  const flat = (await trackedFiles()).filter((file) => FLAT.test(file));
  const runs = [['-b'], ...flat.map((file) => ['-p', file])];
  /** @type {Set<string>} */
  const lines = new Set();
  for (const args of runs) {
    const { exitCode, output } = await runScript([TSC, ...args]);
    if (exitCode !== 0) for (const line of output.trim().split('\n')) lines.add(line);
  }
  return [...lines].join('\n');
}

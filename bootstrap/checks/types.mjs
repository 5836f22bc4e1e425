import { runScript } from '../child.mjs';

const TSC = 'node_modules/typescript/bin/tsc';

/** Each workspace with the libraries it may use, then tests, pages and tools in one flat program. */
export async function checkTypes() {
  const sources = await runScript([TSC, '-b']);
  const rest = await runScript([TSC, '-p', 'tsconfig.check.json']);
  const lines = [sources, rest].flatMap(({ exitCode, output }) => (exitCode === 0 ? [] : output.trim().split('\n')));
  return [...new Set(lines)].join('\n');
}

import { runScript } from '../child.mjs';

/** What .oxlintrc.json asks for; the imports that run upwards are among it. */
export async function checkLint() {
  const { exitCode, output } = await runScript(['node_modules/oxlint/bin/oxlint', '--format=unix']);
  return exitCode === 0 ? '' : output;
}

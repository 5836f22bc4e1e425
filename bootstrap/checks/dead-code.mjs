import { runScript } from '../child.mjs';

/** Files, exports and dependencies that nothing uses, and dependencies that are used without being named. */
export async function checkDeadCode() {
  const { exitCode, output } = await runScript(['node_modules/knip/bin/knip.js', '--no-progress']);
  return exitCode === 0 ? '' : output;
}

import { runScript } from '../child.mjs';

/** Whether docs/api.md is what the overlay's sources say. */
export async function checkApiDocs() {
  const { exitCode, output } = await runScript(['overlay/tools/api-docs.mjs', '--check']);
  return exitCode === 0 ? '' : output;
}

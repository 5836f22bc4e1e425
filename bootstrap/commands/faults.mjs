/** `npm run faults -- …`: breaks a whole site again and again and judges what its viewers saw. */
import { PROGRAMS } from '../build.mjs';
import { standIn } from '../foreground.mjs';
import { makeReady } from '../ready.mjs';

/**
 * @param {string[]} args of the fault runs; `--help` tells them.
 * @returns {Promise<number>} their verdict.
 */
export async function run(args) {
  await makeReady([PROGRAMS]);
  return standIn(['gateway/test/faults/main.mjs', ...args]);
}

/** `npm run loadtest -- …`: the load generator, built first when it is stale. */
import { PROGRAMS } from '../build.mjs';
import { standIn } from '../foreground.mjs';
import { makeReady } from '../ready.mjs';

/**
 * @param {string[]} args of the load generator.
 * @returns {Promise<number>} its verdict.
 */
export async function run(args) {
  await makeReady([PROGRAMS]);
  return standIn(['loadtest/dist/main.js', ...args]);
}

/** `npm run bench`: the benchmarks against peers. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PAGES, PROGRAMS } from '../build.mjs';
import { standIn } from '../foreground.mjs';
import { makeReady } from '../ready.mjs';
import { ROOT } from '../root.mjs';
import { Stop } from '../stop.mjs';

const BENCH = 'loadtest/dist/bench.js';

/**
 * @param {string[]} args of the benchmarks.
 * @returns {Promise<number>}
 * @throws {Stop} while there are none.
 */
export async function run(args) {
  await makeReady([PROGRAMS, PAGES]);
  if (!existsSync(join(ROOT, BENCH))) {
    throw new Stop(
      'There are no benchmarks against peers yet. `npm run loadtest -- --help` measures a gateway of yours.',
    );
  }
  return standIn([BENCH, ...args]);
}

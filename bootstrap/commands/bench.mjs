/** `npm run bench`: the benchmarks against peers. */
import { join } from 'node:path';
import { PAGES, PROGRAMS } from '../build.mjs';
import { standIn } from '../foreground.mjs';
import { runNpm } from '../npm.mjs';
import { oneAtATime } from '../one-at-a-time.mjs';
import { packagesProblem } from '../packages.mjs';
import { makeReady } from '../ready.mjs';
import { ROOT } from '../root.mjs';
import { complain, say } from '../say.mjs';

const PEERS = join(ROOT, 'loadtest/peers');

/**
 * @param {string[]} args of the benchmarks.
 * @returns {Promise<number>} 0 when everything asked for was measured, whatever the figures are.
 */
export async function run(args) {
  await makeReady([PROGRAMS, PAGES]);
  const names = args.filter((arg) => !arg.startsWith('--'));
  const needsPeers = names.length === 0 || names.includes('all') || names.includes('gateway');
  if (needsPeers && !args.includes('--help')) await oneAtATime(ROOT, installPeers);
  return standIn(['loadtest/dist/bench/main.js', ...args]);
}

/** What only benchmarks need is no part of the product's own packages. Without a network they go on without it. */
async function installPeers() {
  const missing = packagesProblem(PEERS);
  if (!missing) return;
  say(`Installing the peers of the benchmarks: ${missing} …`);
  const { exitCode, output } = await runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], PEERS);
  if (exitCode !== 0) complain(`${output.trimEnd()}\nThe peers from npm could not be installed; they are left out.`);
}

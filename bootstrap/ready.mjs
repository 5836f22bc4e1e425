/** Brings the tree to where a command can run: packages installed, builds fresh. Nothing to do costs milliseconds. */
import { build, buildProblem } from './build.mjs';
import { oneAtATime } from './one-at-a-time.mjs';
import { installPackages, packagesProblem } from './packages.mjs';
import { ROOT } from './root.mjs';

/** @typedef {import('./build.mjs').BuildStep} BuildStep */

/**
 * Installs and builds what is missing or stale, and says so.
 *
 * @param {readonly BuildStep[]} steps in their order.
 * @throws {import('./stop.mjs').Stop} when something of it failed.
 */
export async function makeReady(steps) {
  if (isReady(steps)) return;
  await oneAtATime(ROOT, async () => {
    const missing = packagesProblem(ROOT);
    if (missing) await installPackages(missing);
    for (const step of steps) {
      const stale = buildProblem(ROOT, step);
      if (stale) await build(step, stale);
    }
  });
}

/** @param {readonly BuildStep[]} steps */
function isReady(steps) {
  return packagesProblem(ROOT) === undefined && steps.every((step) => buildProblem(ROOT, step) === undefined);
}

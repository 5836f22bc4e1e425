/** `npm test`: every test there is, from whatever state the folder is in. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { PAGES, PROGRAMS } from '../build.mjs';
import { runScript } from '../child.mjs';
import { readJson } from '../json-file.mjs';
import { widePath } from '../path-search.mjs';
import { makeReady } from '../ready.mjs';
import { ROOT } from '../root.mjs';
import { complain, say } from '../say.mjs';
import { findChromium, installSystemPackages } from '../system-packages.mjs';
import { lastLine } from '../tally-reporter.mjs';

/** @typedef {import('../tally-reporter.mjs').Tally} Tally */

/**
 * @param {string[]} args of vitest: names of files, or its options.
 * @returns {Promise<number>} 0 only when at least one test ran and none failed.
 */
export async function run(args) {
  await makeReady([PROGRAMS, PAGES]);
  await installSystemPackages();
  const file = join(ROOT, '.bootstrap', `tally-${process.pid}.json`);
  const reporters = ['--reporter=default', '--reporter=./bootstrap/tally-reporter.mjs'];
  const { exitCode } = await runScript(['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...args], {
    show: true,
    env: { ...process.env, PATH: widePath(), CHROMIUM: findChromium(), DANMAKU_TALLY: file },
  });
  const tally = takeTally(file);
  if (!tally) complain('vitest ended without counting its tests.');
  const counted = tally ?? { passed: 0, failed: 1, skipped: 0 };
  const ran = counted.passed + counted.failed;
  if (ran === 0) complain('No test ran.');
  say(lastLine(counted));
  return counted.failed > 0 || ran === 0 ? exitCode || 1 : exitCode;
}

/** @param {string} file @returns {Tally | undefined} */
function takeTally(file) {
  const tally = /** @type {Tally | undefined} */ (readJson(file));
  rmSync(file, { force: true });
  return tally;
}

/** Whether node_modules is what package-lock.json says, and the way there. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from './json-file.mjs';
import { installProblem, runNpm } from './npm.mjs';
import { ROOT } from './root.mjs';
import { complain, say, since } from './say.mjs';
import { Stop } from './stop.mjs';

/**
 * @typedef {object} LockEntry
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [link] a workspace of ours.
 * @property {boolean} [optional]
 * @property {boolean} [dev]
 * @property {string} [license]
 * @property {string} [resolved]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 */
/** @typedef {Readonly<Record<string, LockEntry>>} LockEntries */

/**
 * The packages of a lock file by their path below its folder; the root project is `''`.
 *
 * @param {string} path
 * @returns {LockEntries | undefined} `undefined` when there is no readable one.
 */
export function readLock(path) {
  const lock = /** @type {{ packages?: LockEntries } | undefined} */ (readJson(path));
  return lock?.packages;
}

/**
 * Why packages must be installed, as the rest of "Installing packages: …"; `undefined` when they need not be.
 * npm writes what it put into node_modules to a hidden lock file there, at the end of an install.
 *
 * @param {string} root
 * @param {{ platform: string, arch: string }} machine
 */
export function packagesProblem(root, machine = { platform: process.platform, arch: process.arch }) {
  const wanted = readLock(join(root, 'package-lock.json'));
  if (!wanted)
    throw new Stop('package-lock.json is missing or broken. Get it back with `git checkout package-lock.json`.');
  const installed = readLock(join(root, 'node_modules', '.package-lock.json'));
  if (!installed) return 'none are here yet';
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.includes('node_modules/') || (entry.optional && !installed[path])) continue;
    const found = installed[path];
    if (found?.version !== entry.version || found?.integrity !== entry.integrity)
      return 'package-lock.json has changed';
    if (!existsSync(join(root, path))) return `${path} is missing`;
  }
  const foreign = Object.values(installed).some(
    (entry) => !fits(entry.os, machine.platform) || !fits(entry.cpu, machine.arch),
  );
  return foreign ? 'these are for another kind of machine' : undefined;
}

/** npm's lists of systems: names, or names with `!` that are not wanted. @param {string[] | undefined} list @param {string} name */
function fits(list, name) {
  if (!list?.length) return true;
  if (list.includes(`!${name}`)) return false;
  return list.includes(name) || list.includes('any') || list.every((entry) => entry.startsWith('!'));
}

const INSTALL = [
  'ci',
  // What builds is a development package: NODE_ENV=production must not leave it out.
  '--include=dev',
  '--include=optional',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
  // npm's own patience without a network is over a minute of silence.
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=8000',
];

/**
 * Installs exactly what package-lock.json says.
 *
 * @param {string} reason
 * @throws {Stop} when it did not work.
 */
export async function installPackages(reason) {
  say(`Installing packages: ${reason}. The first time takes a minute …`);
  const start = performance.now();
  const { exitCode, output } = await runNpm(INSTALL);
  if (exitCode !== 0) {
    const { sentence, isWhole } = installProblem(output, ROOT);
    if (!isWhole) complain(output.trimEnd());
    throw new Stop(sentence);
  }
  say(`Installed packages in ${since(start)}.`);
}

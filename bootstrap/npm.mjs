/** npm as a tool: where it is, and what its failures mean. */
import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { runScript } from './child.mjs';
import { findProgram } from './path-search.mjs';
import { ROOT } from './root.mjs';
import { folderSentence, Stop } from './stop.mjs';

const SCRIPT = /^npm(-cli)?\.c?js$/;

/**
 * The script of npm itself: the one that runs us, the one that came with this Node, or the one on the PATH.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @param {string} [node] path of the Node executable.
 * @returns {string | undefined}
 */
export function findNpm(env = process.env, node = process.execPath) {
  const bin = dirname(node);
  const onPath = findProgram(['npm'], env);
  return [
    env['npm_execpath'],
    join(bin, '../lib/node_modules/npm/bin/npm-cli.js'),
    join(bin, 'node_modules/npm/bin/npm-cli.js'),
    onPath && realpathSync(onPath),
  ].find((script) => script !== undefined && SCRIPT.test(basename(script)) && existsSync(script));
}

/**
 * Runs npm to its end, in the repository's root if no folder is named.
 *
 * @param {readonly string[]} args
 * @param {string} [folder]
 * @throws {Stop} when there is no npm.
 */
export async function runNpm(args, folder = ROOT) {
  const script = findNpm();
  if (!script) throw new Stop('npm was not found. Install it (it comes with Node from nodejs.org) and try again.');
  return runScript([script, ...args], { folder });
}

const NO_NETWORK =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)\b/;

/** @type {Readonly<Record<string, string>>} */
const SENTENCES = {
  EINTEGRITY:
    'A package is not the one that package-lock.json names, so nothing was installed. If trying again does not help, tell us.',
  EUSAGE: 'package.json and package-lock.json do not fit together. Run `npm install` once, and commit both files.',
};

/**
 * Why installing failed, from what npm printed.
 *
 * @param {string} output
 * @param {string} folder
 * @returns {{ sentence: string, isWhole: boolean }} `isWhole`: npm's own words would add nothing.
 */
export function installProblem(output, folder) {
  const code = /npm (?:error|ERR!) code (\w+)/.exec(output)?.[1];
  const aboutFolder = folderSentence(folder, code);
  if (aboutFolder) return { sentence: aboutFolder, isWhole: true };
  const broken = NO_NETWORK.exec(code ?? output)?.[0];
  if (broken) {
    const sentence = `The packages could not be downloaded: the npm registry was not reached (${broken}). Check the network, or npm's proxy settings, and try again.`;
    return { sentence, isWhole: true };
  }
  return {
    sentence: SENTENCES[code ?? ''] ?? 'npm could not install the packages; its own words are above.',
    isWhole: false,
  };
}

/** npm as a tool: where it is, and what its failures mean. */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { runScript } from './child.mjs';
import { folderSentence, Stop } from './stop.mjs';

/**
 * The script of npm itself: the one that runs us, or the one that came with this Node.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @param {string} [node] path of the Node executable.
 * @returns {string | undefined}
 */
export function findNpm(env = process.env, node = process.execPath) {
  const running = env['npm_execpath'];
  if (running && /^npm(-cli)?\.c?js$/.test(basename(running)) && existsSync(running)) return running;
  const bin = dirname(node);
  const places = [
    join(bin, '../lib/node_modules/npm'),
    join(bin, 'node_modules/npm'),
    join(bin, '../share/nodejs/npm'),
  ];
  return places.map((place) => join(place, 'bin/npm-cli.js')).find((script) => existsSync(script));
}

/**
 * Runs npm to its end.
 *
 * @param {readonly string[]} args
 * @throws {Stop} when there is no npm.
 */
export async function runNpm(args) {
  const script = findNpm();
  if (!script)
    throw new Stop(
      'npm was not found beside this Node. Install npm (it comes with Node from nodejs.org) and try again.',
    );
  return runScript([script, ...args]);
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

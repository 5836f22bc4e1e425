/** What is built, from what, into what; and whether it is stale. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runScript } from './child.mjs';
import { fingerprint } from './fingerprint.mjs';
import { ROOT } from './root.mjs';
import { complain, say, since } from './say.mjs';
import { Stop } from './stop.mjs';

/**
 * @typedef {object} BuildStep
 * @property {string} name as it is said, and of the file that remembers the last build.
 * @property {readonly string[]} inputs files and folders; when none of their contents changed, nothing is built.
 * @property {readonly string[]} outputs of which each must be there.
 * @property {readonly string[]} script what builds, with its arguments.
 */

const TOOLCHAIN = ['package-lock.json', 'tsconfig.json'];

/** Everything that runs in Node, and the types of the overlay. @type {BuildStep} */
export const PROGRAMS = {
  name: 'programs',
  inputs: [
    ...TOOLCHAIN,
    ...['protocol', 'gateway', 'overlay', 'loadtest'].flatMap((name) => [
      `${name}/src`,
      `${name}/package.json`,
      `${name}/tsconfig.json`,
    ]),
  ],
  outputs: ['protocol/dist/index.js', 'gateway/dist/main.js', 'loadtest/dist/main.js', 'overlay/dist/types/index.d.ts'],
  script: ['node_modules/typescript/bin/tsc', '-b'],
};

/** What browsers load: the overlay's scripts and the demo page. @type {BuildStep} */
export const PAGES = {
  name: 'pages',
  inputs: [...TOOLCHAIN, 'protocol/src', 'overlay'],
  outputs: [
    'overlay/dist/overlay.js',
    'overlay/dist/embed.js',
    'overlay/dist/stage.js',
    'overlay/dist/demo/index.html',
  ],
  script: ['overlay/build.mjs'],
};

/**
 * Why a step must run, or `undefined`.
 *
 * @param {string} root
 * @param {BuildStep} step
 */
export function buildProblem(root, step) {
  const missing = step.outputs.find((output) => !existsSync(join(root, output)));
  if (missing) return `${missing} is not there yet`;
  const last = lastBuild(root, step);
  if (last === undefined) return 'nothing tells from which sources the last build was';
  return last === fingerprint(root, step.inputs) ? undefined : 'the sources have changed';
}

/**
 * Runs a step and remembers from which sources.
 *
 * @param {BuildStep} step
 * @param {string} reason
 * @throws {Stop} when it failed or left an output out.
 */
export async function build(step, reason) {
  say(`Building ${step.name}: ${reason} …`);
  const start = performance.now();
  const sources = fingerprint(ROOT, step.inputs);
  rmSync(memory(ROOT, step), { force: true });
  const { exitCode, output } = await runScript(step.script);
  if (exitCode !== 0) {
    complain(output.trimEnd());
    throw new Stop(`Building ${step.name} failed; what the compiler said is above.`);
  }
  const missing = step.outputs.find((path) => !existsSync(join(ROOT, path)));
  if (missing) throw new Stop(`Building ${step.name} went through but made no ${missing}.`);
  mkdirSync(join(ROOT, '.bootstrap'), { recursive: true });
  writeFileSync(memory(ROOT, step), sources);
  say(`Built ${step.name} in ${since(start)}.`);
}

/** @param {string} root @param {BuildStep} step */
function memory(root, step) {
  return join(root, '.bootstrap', `${step.name}.sha256`);
}

/** @param {string} root @param {BuildStep} step */
function lastBuild(root, step) {
  try {
    return readFileSync(memory(root, step), 'utf8');
  } catch {
    return undefined;
  }
}

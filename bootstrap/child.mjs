/** Child processes that run to their end while we wait and collect what they print. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ROOT } from './root.mjs';

/** What is kept of a child's output, in UTF-16 code units: the end of it says what went wrong. */
const KEPT_CHARS = 1_000_000;

/** @type {readonly NodeJS.Signals[]} */
export const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * @typedef {object} Finished
 * @property {number} exitCode 128 + signal number when a signal ended it; 127 when it could not be started.
 * @property {string} output stdout and stderr as they came, the last million characters.
 */

/**
 * Runs a program to its end, in the repository's root if no folder is named. A signal that stops us stops it too.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, show?: boolean, folder?: string }} [options] `show`: print instead of collecting.
 * @returns {Promise<Finished>}
 */
export function runProgram(program, args, options = {}) {
  return new Promise((resolve) => {
    let output = '';
    const keep = (/** @type {string} */ chunk) => {
      output = (output + chunk).slice(-KEPT_CHARS);
    };
    const child = spawn(program, args, {
      cwd: options.folder ?? ROOT,
      env: options.env ?? process.env,
      stdio: options.show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    });
    const pass = (/** @type {NodeJS.Signals} */ signal) => {
      child.kill(signal);
      process.exit(128 + constants.signals[signal]);
    };
    const finish = (/** @type {Finished} */ finished) => {
      for (const signal of STOP_SIGNALS) process.off(signal, pass);
      resolve(finished);
    };
    for (const signal of STOP_SIGNALS) process.on(signal, pass);
    child.stdout?.setEncoding('utf8').on('data', keep);
    child.stderr?.setEncoding('utf8').on('data', keep);
    child.on('error', (error) => finish({ exitCode: 127, output: `${output}${error.message}\n` }));
    child.on('close', (code, signal) => finish({ exitCode: exitCodeOf(code, signal), output }));
  });
}

/**
 * Runs a script of node_modules or of our own in this very Node, as {@link runProgram}.
 *
 * @param {readonly string[]} args the script first.
 * @param {{ env?: NodeJS.ProcessEnv, show?: boolean, folder?: string }} [options]
 */
export function runScript(args, options) {
  return runProgram(process.execPath, args, options);
}

/**
 * The exit code that a shell would report.
 *
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
export function exitCodeOf(code, signal) {
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}

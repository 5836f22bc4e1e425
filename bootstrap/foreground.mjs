/** A long-running child that stands in for us: it gets each stop once, and its exit code is ours. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { exitCodeOf, STOP_SIGNALS } from './child.mjs';
import { ROOT } from './root.mjs';

/** Ctrl-C reaches us from the terminal and again through npm: a second one this soon is the same. */
const ECHO_MS = 300;

/**
 * @typedef {object} ForegroundOptions
 * @property {NodeJS.ProcessEnv} [env]
 * @property {(line: string) => void} [onLine] gets stdout line by line, in place of the terminal.
 * @property {(again: boolean) => void} [onStop] after the child was told to stop; `again`: by force.
 */

/**
 * Runs a script in this Node and waits for its end. The first stop signal is passed on once; another one ends the
 * child by force.
 *
 * @param {readonly string[]} args the script first.
 * @param {ForegroundOptions} [options]
 * @returns {Promise<number>} the exit code.
 */
export function standIn(args, options = {}) {
  return new Promise((resolve, reject) => {
    const { onLine } = options;
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: options.env ?? process.env,
      stdio: ['inherit', onLine ? 'pipe' : 'inherit', 'inherit'],
      // Out of the terminal's process group, or the child would get Ctrl-C from there as well.
      detached: process.platform !== 'win32',
    });
    if (onLine && child.stdout) createInterface({ input: child.stdout }).on('line', onLine);
    let firstStopMs = Number.NaN;
    const stop = (/** @type {NodeJS.Signals} */ signal) => {
      const again = performance.now() - firstStopMs > ECHO_MS;
      if (!Number.isNaN(firstStopMs) && !again) return;
      if (Number.isNaN(firstStopMs)) firstStopMs = performance.now();
      // A terminal that closed is no reload: the child shall end.
      child.kill(again ? 'SIGKILL' : signal === 'SIGHUP' ? 'SIGTERM' : signal);
      options.onStop?.(again);
    };
    for (const signal of STOP_SIGNALS) process.on(signal, stop);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const name of STOP_SIGNALS) process.off(name, stop);
      resolve(exitCodeOf(code, signal));
    });
  });
}

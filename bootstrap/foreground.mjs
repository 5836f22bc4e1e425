/** A long-running child that stands in for us: it gets each stop once, and its exit code is ours. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { exitCodeOf, STOP_SIGNALS } from './child.mjs';
import { ROOT } from './root.mjs';

/** Ctrl-C reaches us from the terminal and again through npm: a second one this soon is the same. */
const ECHO_MS = 300;

/** How often a child is asked before it is ended by force: the gateway takes the second as "at once". */
const PATIENT_STOPS = 2;

/**
 * @typedef {object} ForegroundOptions
 * @property {NodeJS.ProcessEnv} [env]
 * @property {(line: string) => void} [onLine] gets stdout line by line, in place of the terminal.
 * @property {() => void} [onStop] after the child was told to stop for the first time.
 */

/**
 * Runs a script in this Node and waits for its end. Stop signals are passed on once each; the third ends it by force.
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
    let stops = 0;
    let lastStopMs = -Infinity;
    const stop = (/** @type {NodeJS.Signals} */ signal) => {
      if (performance.now() - lastStopMs < ECHO_MS) return;
      lastStopMs = performance.now();
      stops += 1;
      // A terminal that closed is no reload: the child shall end.
      const asked = signal === 'SIGHUP' ? 'SIGTERM' : signal;
      child.kill(stops > PATIENT_STOPS ? 'SIGKILL' : asked);
      if (stops === 1) options.onStop?.();
    };
    const leave = () => child.kill('SIGTERM');
    process.on('exit', leave);
    for (const signal of STOP_SIGNALS) process.on(signal, stop);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      process.off('exit', leave);
      for (const name of STOP_SIGNALS) process.off(name, stop);
      resolve(exitCodeOf(code, signal));
    });
  });
}

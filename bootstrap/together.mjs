/** Several long-running children on one terminal: each line says whose it is, and they end together. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { exitCodeOf, STOP_SIGNALS } from './child.mjs';
import { ROOT } from './root.mjs';
import { complain, say } from './say.mjs';

/**
 * Runs scripts side by side in this Node until one of them ends or we are told to stop; then stops the others.
 *
 * @param {Readonly<Record<string, readonly string[]>>} scripts arguments of Node by the name that stands before each line.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} 0 when we were told to stop; else the exit code of the one that ended by itself.
 */
export async function runTogether(scripts, env) {
  const children = Object.entries(scripts).map(([name, args]) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => say(`${name.padEnd(8)}${line}`));
    }
    /** @type {Promise<{ name: string, exitCode: number }>} */
    const ended = new Promise((resolve) => {
      child.on('error', (error) => resolve({ name, exitCode: (complain(error.message), 127) }));
      child.on('close', (code, signal) => resolve({ name, exitCode: exitCodeOf(code, signal) }));
    });
    return { child, ended };
  });
  let told = false;
  const stop = () => {
    told = true;
    for (const { child } of children) child.kill('SIGTERM');
  };
  for (const signal of STOP_SIGNALS) process.on(signal, stop);
  const first = await Promise.race(children.map(({ ended }) => ended));
  if (!told) complain(`${first.name} ended with exit code ${first.exitCode}, so the others stop too.`);
  for (const { child } of children) child.kill('SIGTERM');
  await Promise.all(children.map(({ ended }) => ended));
  return told ? 0 : first.exitCode || 1;
}

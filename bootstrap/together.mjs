/** Several long-running children on one terminal: each line says whose it is, and they end together. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { exitCodeOf, STOP_SIGNALS } from './child.mjs';
import { parseLogLine, readableLine } from './gateway-lines.mjs';
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
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that the programs it starts can be stopped with it: tsc's compiler is one.
      detached: process.platform !== 'win32',
    });
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => say(`${name.padEnd(8)}${readable(line)}`));
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
    for (const { child } of children) stopGroup(child);
  };
  for (const signal of STOP_SIGNALS) process.on(signal, stop);
  const first = await Promise.race(children.map(({ ended }) => ended));
  if (!told) complain(`${first.name} ended with exit code ${first.exitCode}, so the others stop too.`);
  for (const { child } of children) stopGroup(child);
  await Promise.all(children.map(({ ended }) => ended));
  return told ? 0 : first.exitCode || 1;
}

/** @param {string} line */
function readable(line) {
  const fields = parseLogLine(line);
  return fields ? readableLine(fields) : line;
}

/** @param {import('node:child_process').ChildProcess} child */
function stopGroup(child) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === 'win32') child.kill('SIGTERM');
    else process.kill(-child.pid, 'SIGTERM');
  } catch {
    // It ended in between.
  }
}

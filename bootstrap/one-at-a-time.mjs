/** Two terminals must not install or build in the same folder at once. */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './say.mjs';
import { errorCode, Stop } from './stop.mjs';

const POLL_MS = 200;
const PATIENCE_MS = 600_000;
const FILL_MS = 2000;

/**
 * Runs `work` while no other process does the same for this folder; waits for its turn, ten minutes at most.
 * A holder that died is passed over.
 *
 * @template T
 * @param {string} root
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 * @throws {Stop} when the turn never came.
 */
export async function oneAtATime(root, work) {
  mkdirSync(join(root, '.bootstrap'), { recursive: true });
  const file = join(root, '.bootstrap', 'busy');
  const giveUpMs = performance.now() + PATIENCE_MS;
  let said = false;
  while (!take(file)) {
    if (isLeftOver(file)) {
      rmSync(file, { force: true });
      continue;
    }
    if (performance.now() > giveUpMs) {
      throw new Stop(
        `Another process has been building here for ten minutes. If there is none, delete ${file} and try again.`,
      );
    }
    if (!said) say('Waiting for another process that is installing or building here …');
    said = true;
    await sleep(POLL_MS);
  }
  const release = () => rmSync(file, { force: true });
  process.on('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

/** @param {string} file */
function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Whether its writer is gone. @param {string} file */
function isLeftOver(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    // Its writer creates the file first and fills it a moment later.
    if (!(pid > 0)) return Date.now() - statSync(file).mtimeMs > FILL_MS;
    return pid === process.pid || !isAlive(pid);
  } catch {
    return false;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

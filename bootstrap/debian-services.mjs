import { rmSync, writeFileSync } from 'node:fs';
import { errorCode } from './stop.mjs';

/** Debian asks this program before a package starts its service; 101 means no. */
const POLICY = '/usr/sbin/policy-rc.d';

/**
 * Runs `install` so that servers it brings are not started: the tests start their own, on ports of their own. A policy
 * that the machine has already stays.
 *
 * @template T
 * @param {() => Promise<T>} install
 * @param {string} [policy]
 * @returns {Promise<T>}
 */
export async function withoutServices(install, policy = POLICY) {
  try {
    writeFileSync(policy, '#!/bin/sh\nexit 101\n', { flag: 'wx', mode: 0o755 });
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return install();
    throw error;
  }
  const remove = () => rmSync(policy, { force: true });
  process.on('exit', remove);
  try {
    return await install();
  } finally {
    process.off('exit', remove);
    remove();
  }
}

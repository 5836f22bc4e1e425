import { join } from 'node:path';
import { readLock } from '../packages.mjs';
import { ROOT } from '../root.mjs';

/** @typedef {import('../packages.mjs').LockEntries} LockEntries */

/** Every package is pinned by its content, and by no registry's address. */
export function checkLockFile() {
  const entries = readLock(join(ROOT, 'package-lock.json'));
  return entries ? lockProblems(entries) : 'package-lock.json is missing or broken';
}

/** @param {LockEntries} entries */
export function lockProblems(entries) {
  return Object.entries(entries)
    .filter(([path]) => path.includes('node_modules/'))
    .flatMap(([path, entry]) => {
      if (entry.link) return [];
      const problems = [];
      if (!entry.integrity) problems.push(`${path} has no integrity`);
      if (entry.resolved) problems.push(`${path} names where it came from (${entry.resolved})`);
      return problems;
    })
    .join('\n');
}

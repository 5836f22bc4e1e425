import { join } from 'node:path';
import { readLock } from '../packages.mjs';
import { ROOT } from '../root.mjs';
import { trackedFiles } from '../tracked-files.mjs';

/** @typedef {import('../packages.mjs').LockEntries} LockEntries */

/** Every package is pinned by its content, and by no registry's address; those of tools beside the product as well. */
export async function checkLockFile() {
  const problems = (await lockFiles()).map((file) => {
    const entries = readLock(join(ROOT, file));
    return entries ? lockProblems(entries) : `${file} is missing or broken`;
  });
  return problems.filter(Boolean).join('\n');
}

/** The product's own first; what benchmarks install have theirs. */
export async function lockFiles() {
  const others = (await trackedFiles()).filter((file) => file.endsWith('/package-lock.json'));
  return ['package-lock.json', ...others];
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

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Folders that no build reads: what builds write, what packages bring, what only tests use. */
const NOT_INPUT = new Set(['node_modules', 'dist', 'test', 'test-output']);

/**
 * A hash over names and contents of all files below `paths`: two equal ones mean that a build would read the same.
 * Tests beside the sources don't count. A path that is not there counts as empty.
 *
 * @param {string} root
 * @param {readonly string[]} paths files and folders, relative to `root`.
 */
export function fingerprint(root, paths) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((start) => filesBelow(root, start)).sort()) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** @param {string} root @param {string} path @returns {string[]} */
function filesBelow(root, path) {
  const stats = statSync(join(root, path), { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return stats?.isFile() ? [path] : [];
  return readdirSync(join(root, path)).flatMap((name) =>
    NOT_INPUT.has(name) || /\.(test|contract)\.ts$/.test(name) ? [] : filesBelow(root, `${path}/${name}`),
  );
}

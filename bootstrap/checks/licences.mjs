import { dirname, join } from 'node:path';
import { readJson } from '../json-file.mjs';
import { readLock } from '../packages.mjs';
import { ROOT } from '../root.mjs';
import { lockFiles } from './lock-file.mjs';

/** @typedef {import('../packages.mjs').LockEntries} LockEntries */

/** Licences that let a user do anything as long as the notice stays. */
const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Also fine in a tool that is only run: nothing of it is in what we hand on. */
const FINE_IN_TOOLS = new Set([...PERMISSIVE, 'MPL-2.0', 'CC-BY-4.0']);

/** What the packages say of themselves. */
export async function checkLicences() {
  const [own, ...others] = await lockFiles();
  const problems = [licenceProblems(readLock(join(ROOT, own ?? '')) ?? {}, licenceInFolder)];
  for (const file of others) {
    /** @type {Record<string, import('../packages.mjs').LockEntries[string]>} */
    const entries = {};
    // Nothing of these is handed on: they are only run.
    for (const [path, entry] of Object.entries(readLock(join(ROOT, file)) ?? {}))
      entries[path] = { ...entry, dev: true };
    const folder = dirname(file);
    problems.push(licenceProblems(entries, (path) => licenceInFolder(join(folder, path))));
  }
  return problems.filter(Boolean).join('\n');
}

/**
 * @param {LockEntries} entries
 * @param {(path: string) => string | undefined} readLicence for packages whose entry names none.
 */
export function licenceProblems(entries, readLicence) {
  return Object.entries(entries)
    .filter(([path, entry]) => path.includes('node_modules/') && !entry.link)
    .flatMap(([path, entry]) => {
      const licence = entry.license ?? readLicence(path);
      if (licence !== undefined && isAllowed(licence, entry.dev ? FINE_IN_TOOLS : PERMISSIVE)) return [];
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return [`${name}: ${licence ?? 'no licence named'}${entry.dev ? '' : ', in what we hand on'}`];
    })
    .join('\n');
}

/**
 * Reads `A`, `(A OR B)` and `(A AND B)`; whatever is more tangled is not allowed, so that a person looks at it.
 *
 * @param {string} expression @param {ReadonlySet<string>} allowed
 */
function isAllowed(expression, allowed) {
  const plain = expression.replace(/^\((.*)\)$/, '$1');
  if (plain.includes('(')) return false;
  if (plain.includes(' OR ')) return !plain.includes(' AND ') && plain.split(' OR ').some((name) => allowed.has(name));
  return plain.split(' AND ').every((name) => allowed.has(name));
}

/** @param {string} path */
function licenceInFolder(path) {
  return licenceOf(readJson(join(ROOT, path, 'package.json')));
}

/**
 * What a manifest names: `license`, or the list `licenses` of the early days where it has exactly one entry.
 *
 * @param {unknown} manifest
 * @returns {string | undefined}
 */
export function licenceOf(manifest) {
  const named = /** @type {{ license?: unknown, licenses?: unknown } | undefined} */ (manifest);
  if (typeof named?.license === 'string') return named.license;
  const list = /** @type {readonly ({ type?: unknown } | null)[]} */ (
    Array.isArray(named?.licenses) ? named.licenses : []
  );
  const type = list.length === 1 ? list[0]?.type : undefined;
  return typeof type === 'string' ? type : undefined;
}

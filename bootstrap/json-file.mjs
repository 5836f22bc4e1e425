import { readFileSync } from 'node:fs';

/**
 * The value in a JSON file; `undefined` when there is no file or no JSON in it.
 *
 * @param {string} path
 * @returns {unknown}
 */
export function readJson(path) {
  try {
    return /** @type {unknown} */ (JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

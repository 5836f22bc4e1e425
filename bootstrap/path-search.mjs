import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** Debian keeps some servers where only root's PATH looks. */
const SYSTEM_FOLDERS = process.platform === 'win32' ? [] : ['/usr/sbin', '/usr/local/sbin', '/sbin'];

/** PATH with the system's folders at its end. @param {NodeJS.ProcessEnv} [env] */
export function widePath(env = process.env) {
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return [...new Set([...folders, ...SYSTEM_FOLDERS])].join(delimiter);
}

/**
 * The first of these programs that PATH (or a system folder) holds.
 *
 * @param {readonly string[]} names names, or full paths.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined} its full path.
 */
export function findProgram(names, env = process.env) {
  const endings = process.platform === 'win32' ? ['', '.exe', '.cmd'] : [''];
  const folders = widePath(env).split(delimiter);
  return names
    .flatMap((name) => (isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name))))
    .flatMap((path) => endings.map((ending) => path + ending))
    .find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

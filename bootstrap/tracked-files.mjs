import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from './child.mjs';
import { ROOT } from './root.mjs';
import { Stop } from './stop.mjs';

/**
 * Files of the repository below its root: what git tracks, and what it would if asked.
 *
 * @returns {Promise<string[]>}
 * @throws {Stop} where there is no git.
 */
export async function trackedFiles() {
  const { exitCode, output } = await runProgram('git', [
    'ls-files',
    '-z',
    '--cached',
    '--others',
    '--exclude-standard',
  ]);
  if (exitCode !== 0) throw new Stop(`git could not list the files of the repository: ${output.trim()}`);
  // A file that was deleted but not committed is still listed.
  return [...new Set(output.split('\0'))].filter((file) => file !== '' && existsSync(join(ROOT, file)));
}

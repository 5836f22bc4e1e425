/** `npm run check`: everything that can be told without running the product. All findings are printed, then it fails. */
import { complain, say, since } from '../say.mjs';
import { oneAtATime } from '../one-at-a-time.mjs';
import { installPackages, packagesProblem } from '../packages.mjs';
import { ROOT } from '../root.mjs';
import { checkApiDocs } from '../checks/api-docs.mjs';
import { checkBenchFigures } from '../checks/bench-figures.mjs';
import { checkDeadCode } from '../checks/dead-code.mjs';
import { checkDeploy } from '../checks/deploy.mjs';
import { checkFileLength } from '../checks/file-length.mjs';
import { checkFormat } from '../checks/format.mjs';
import { checkLicences } from '../checks/licences.mjs';
import { checkLint } from '../checks/lint.mjs';
import { checkLockFile } from '../checks/lock-file.mjs';
import { checkTypes } from '../checks/types.mjs';

/**
 * Each answers what it found, to be read by a person; the empty string when all is well.
 *
 * @type {Readonly<Record<string, () => Promise<string> | string>>}
 */
const CHECKS = {
  types: checkTypes,
  lint: checkLint,
  format: checkFormat,
  'API docs': checkApiDocs,
  'dead code': checkDeadCode,
  'file length': checkFileLength,
  deploy: checkDeploy,
  'bench figures': checkBenchFigures,
  licences: checkLicences,
  'lock file': checkLockFile,
};

/** @returns {Promise<number>} 1 when anything was found. */
export async function run() {
  await oneAtATime(ROOT, async () => {
    const missing = packagesProblem(ROOT);
    if (missing) await installPackages(missing);
  });
  const failed = [];
  for (const [name, check] of Object.entries(CHECKS)) {
    const start = performance.now();
    const findings = (await check()).trim();
    say(`${findings ? 'FAILED' : 'ok    '} ${name} (${since(start)})`);
    if (!findings) continue;
    failed.push(name);
    complain(`${findings}\n`);
  }
  if (failed.length === 0) return 0;
  complain(`npm run check failed: ${failed.join(', ')}.`);
  return 1;
}

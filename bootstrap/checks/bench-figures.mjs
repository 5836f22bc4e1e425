import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keptResults, withFigures } from '../../bench/render.mjs';
import { ROOT } from '../root.mjs';

/** README quotes what bench/results holds, and nothing else. */
export function checkBenchFigures() {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  if (withFigures(readme, keptResults()) === readme) return '';
  return 'README.md does not quote what bench/results holds; `node bench/render.mjs` writes it.';
}

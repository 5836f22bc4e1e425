import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../root.mjs';
import { trackedFiles } from '../tracked-files.mjs';

const MAX_LINES = 300;
const SOURCE = /\.(ts|mts|js|mjs|cjs|css|html)$/;

/** A file that needs more is two files. */
export async function checkFileLength() {
  const sources = (await trackedFiles()).filter((file) => SOURCE.test(file));
  return tooLong(sources.map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') })));
}

/** @param {readonly { file: string, text: string }[]} sources */
export function tooLong(sources) {
  return sources
    .map(({ file, text }) => ({ file, lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0) }))
    .filter(({ lines }) => lines > MAX_LINES)
    .map(({ file, lines }) => `${file}: ${lines} lines, ${MAX_LINES} is the most`)
    .join('\n');
}

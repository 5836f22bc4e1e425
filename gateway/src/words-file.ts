/** The words that a deployment blocks in every room, from a file: one a line, `#` begins a remark. */
import { readFileSync } from 'node:fs';
import { isBlockable } from './room/word-filter.ts';

/** @throws a sentence for the operator when the file can't be read or holds what can't be blocked. */
export function readWords(file: string): readonly string[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new Error(`WORDS_FILE: ${file} can't be read (${code}).`, { cause: error });
  }
  const lines = text.split('\n').map((line) => line.replace(/(^|\s)#.*$/, '').trim());
  const bad = lines.findIndex((line) => line !== '' && !isBlockable(line));
  if (bad >= 0) throw new Error(`WORDS_FILE: line ${bad + 1} of ${file} holds no word that can be blocked.`);
  return lines.filter((line) => line !== '');
}

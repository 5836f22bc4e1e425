import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readWords } from './words-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'danmaku-words-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(text: string): string {
  const file = join(folder, 'words.txt');
  writeFileSync(file, text);
  return file;
}

it('words stand one a line, beside remarks and empty lines', () => {
  expect(readWords(fileOf('# ours\nscam\r\n\n  buy followers  # a phrase\n骗子\nc#\n'))).toEqual([
    'scam',
    'buy followers',
    '骗子',
    'c#',
  ]);
});

it('a file that is not there, and a line that holds no word, are told by name and number', () => {
  expect(() => readWords(join(folder, 'none'))).toThrow(/^WORDS_FILE: .*none can't be read \(ENOENT\)\.$/);
  expect(() => readWords(fileOf('scam\n***\n'))).toThrow(
    /^WORDS_FILE: line 2 of .* holds no word that can be blocked\.$/,
  );
});

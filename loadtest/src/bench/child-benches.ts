/** Benchmarks that are processes of their own: they belong to other parts of the product, and hand over JSON. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Bench, Surroundings } from './bench.ts';
import { start } from './child.ts';
import { OUTPUT } from './contenders.ts';
import type { Half } from './half.ts';
import { readHalf } from './half-reader.ts';
import { Notebook } from './notebook.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const OVERLAY = 'overlay/bench/main.mjs';

export const overlayBench: Bench = {
  name: 'overlay',
  about: 'drawing, against other danmaku libraries in the same Chromium',
  run: (surroundings) => runOverlay('overlay', [], surroundings),
};

export const soakBench: Bench = {
  name: 'soak',
  about: 'ten minutes of drawing: does anything grow?',
  run: (surroundings) => runOverlay('soak', ['soak'], surroundings),
};

async function runOverlay(name: string, words: readonly string[], surroundings: Surroundings): Promise<Half> {
  if (!existsSync(ROOT + OVERLAY)) throw new Error(`${OVERLAY} is not there`);
  const { quick, repeat, seconds } = surroundings;
  const file = `${OUTPUT}${name}.json`;
  rmSync(file, { force: true });
  const flags = [...(quick ? ['--quick'] : []), '--repeat', String(repeat)];
  if (seconds !== undefined) flags.push('--seconds', String(seconds));
  await ended([OVERLAY, ...words, '--json', file, ...flags], 'inherit');
  if (!existsSync(file)) throw new Error(`${OVERLAY} left no result`);
  const read = readHalf(readFileSync(file, 'utf8'));
  if (!read.ok) throw new Error(`the result of ${OVERLAY} can't be read: ${read.reason}`);
  return read.half;
}

export const wordsBench: Bench = {
  name: 'words',
  about: 'what 10,000 blocked words cost a comment',
  run: async ({ quick, repeat, say }) => {
    say('10,000 blocked words');
    const notebook = new Notebook({ bench: 'words', title: 'Blocked words', quick, repeat });
    const line = await ended(['gateway/tools/bench-word-filter.mjs'], 'pipe');
    const result = JSON.parse(line) as {
      buildMs: number;
      microsPerComment: Record<'median' | 'best' | 'worst', number>;
    };
    const { best, median, worst } = result.microsPerComment;
    for (const micros of [best, median, worst]) notebook.write('words.cpu', micros, 'µs', 'lower');
    notebook.write('words.build', result.buildMs, 'ms', 'lower');
    notebook.goal('words.cpu', 'A comment judged by 10,000 blocked words', 'lower', 10);
    notebook.notes.push('Comments in ten scripts, no word found, which is the usual case; measured without a gateway.');
    notebook.tables.push({
      id: 'words',
      title: '10,000 blocked words',
      columns: ['', ''],
      rows: [
        { cells: [{ text: 'a comment' }, { figure: 'words.cpu' }] },
        { cells: [{ text: 'taking the list in' }, { figure: 'words.build' }] },
      ],
    });
    return notebook.half();
  },
};

/** Runs a script of the repository to its end. @returns what it printed, where that is not for the reader. */
function ended(args: readonly string[], output: 'inherit' | 'pipe'): Promise<string> {
  const command = { file: process.execPath, args, folder: ROOT };
  const child = start(command, undefined, ['ignore', output, 'inherit'], 'SIGTERM');
  let printed = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(printed);
      else reject(new Error(`${args[0] ?? ''} ended with ${code}`));
    });
  });
}

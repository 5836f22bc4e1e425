/** The load test as its users start it: a process with flags, an exit code and a JSON file. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Result } from '../src/result.ts';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export async function startTool(flags: readonly string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [MAIN, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, stdout, stderr };
}

/** Runs it with `--json` and reads the result. */
export async function runTool(flags: readonly string[]): Promise<Outcome & { readonly result: Result }> {
  const folder = await mkdtemp(join(tmpdir(), 'loadtest-'));
  try {
    const file = join(folder, 'result.json');
    const outcome = await startTool([...flags, '--json', file, '--progress', 'none']);
    const text = await readFile(file, 'utf8').catch(() => {
      throw new Error(`No result: exit code ${outcome.code}\n${outcome.stderr}`);
    });
    return { ...outcome, result: JSON.parse(text) as Result };
  } finally {
    await rm(folder, { recursive: true });
  }
}

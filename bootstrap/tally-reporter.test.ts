import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runScript } from './child.mjs';
import { ROOT } from './root.mjs';
import { lastLine, type Tally } from './tally-reporter.mjs';
import { temporaryFolder } from './temporary-folder.ts';

const FINE =
  "import { test } from 'vitest'; test('fine', () => {}); test.skip('later', () => {}); test.todo('some day');";

describe('the count of a run', () => {
  it('has every test that passed, failed or was skipped', async () => {
    const failing = "import { test } from 'vitest'; test('bad', () => { throw new Error('x'); });";
    const { tally, exitCode } = await count({ 'a.test.ts': FINE, 'b.test.ts': failing });
    expect(lastLine(tally)).toBe('1 passed, 1 failed, 2 skipped');
    expect(exitCode).toBe(1);
  });

  it('has a file that could not be read among the failed', async () => {
    const { tally } = await count({ 'a.test.ts': FINE, 'b.test.ts': "throw new Error('on import');" });
    expect(tally).toEqual({ passed: 1, failed: 1, skipped: 2 });
  });

  it('has an error outside of any test among the failed', async () => {
    const stray = `${FINE} test('stray', () => { void Promise.reject(new Error('nobody waits')); });`;
    const { tally, exitCode } = await count({ 'a.test.ts': stray });
    expect(tally).toEqual({ passed: 2, failed: 1, skipped: 2 });
    expect(exitCode).toBe(1);
  });

  it('has a group whose preparation broke among the failed', async () => {
    const broken =
      "import { beforeAll, describe, test } from 'vitest'; describe('group', () => { beforeAll(() => { throw new Error('x'); }); test('inner', () => {}); });";
    const { tally } = await count({ 'a.test.ts': broken });
    expect(tally).toEqual({ passed: 0, failed: 1, skipped: 1 });
  });
});

/** Runs vitest over these files and reads what the reporter left. */
async function count(files: Readonly<Record<string, string>>): Promise<{ tally: Tally; exitCode: number }> {
  const { path } = temporaryFolder(files);
  symlinkSync(join(ROOT, 'node_modules'), join(path, 'node_modules'));
  const file = join(path, 'tally.json');
  const { exitCode, output } = await runScript(
    [
      join(ROOT, 'node_modules/vitest/vitest.mjs'),
      'run',
      `--root=${path}`,
      '--pool=forks',
      '--maxWorkers=1',
      `--reporter=${ROOT}/bootstrap/tally-reporter.mjs`,
    ],
    { env: { ...process.env, DANMAKU_TALLY: file } },
  );
  expect(existsSync(file), output).toBe(true);
  return { tally: JSON.parse(readFileSync(file, 'utf8')) as Tally, exitCode };
}

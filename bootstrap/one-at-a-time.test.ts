import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runScript } from './child.mjs';
import { oneAtATime } from './one-at-a-time.mjs';
import { ROOT } from './root.mjs';
import { temporaryFolder } from './temporary-folder.ts';

describe('installing and building', () => {
  it('happens in one process at a time', async () => {
    const { path } = temporaryFolder({ 'log.txt': '' });
    // Enters, yields to the other process for a moment, leaves: without turns the lines would mix.
    const script = `
      const { oneAtATime } = await import(${JSON.stringify(`${ROOT}/bootstrap/one-at-a-time.mjs`)});
      const { appendFileSync } = await import('node:fs');
      await oneAtATime(${JSON.stringify(path)}, async () => {
        for (let step = 0; step < 50; step += 1) {
          appendFileSync(${JSON.stringify(join(path, 'log.txt'))}, process.argv[1]);
          await new Promise((resolve) => setImmediate(resolve));
        }
      });`;
    const run = (name: string) => runScript(['--input-type=module', '-e', script, name]);
    const ended = await Promise.all([run('a'), run('b')]);
    expect(ended.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(readFileSync(join(path, 'log.txt'), 'utf8')).toMatch(/^(a{50}b{50}|b{50}a{50})$/);
  });

  it('goes on when the one that was at it has died', async () => {
    const { exitCode, output } = await runScript(['-p', 'process.pid']);
    expect(exitCode).toBe(0);
    const { path } = temporaryFolder({ '.bootstrap/busy': output.trim() });
    expect(await oneAtATime(path, () => Promise.resolve('done'))).toBe('done');
  });

  it('leaves nothing behind, not even when it fails', async () => {
    const { path } = temporaryFolder();
    await expect(oneAtATime(path, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(existsSync(join(path, '.bootstrap/busy'))).toBe(false);
  });
});

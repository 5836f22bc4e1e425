import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runProgram } from './child.mjs';
import { withoutServices } from './debian-services.mjs';
import { temporaryFolder } from './temporary-folder.ts';

it('while packages are installed, their services may not start; afterwards as before', async () => {
  const policy = join(temporaryFolder().path, 'policy-rc.d');
  const answer = await withoutServices(() => runProgram(policy, ['redis-server', 'start']), policy);
  expect(answer.exitCode).toBe(101);
  expect(existsSync(policy)).toBe(false);
});

it("the machine's own policy stays", async () => {
  const folder = temporaryFolder({ 'policy-rc.d': 'its own' });
  const policy = join(folder.path, 'policy-rc.d');
  expect(await withoutServices(() => Promise.resolve(readFileSync(policy, 'utf8')), policy)).toBe('its own');
  expect(readFileSync(policy, 'utf8')).toBe('its own');
});

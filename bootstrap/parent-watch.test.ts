import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { ROOT } from './root.mjs';

it('what npm started ends when the shell between them is gone', async () => {
  const script = `
    const { followParent } = await import(${JSON.stringify(`${ROOT}/bootstrap/parent-watch.mjs`)});
    followParent({ npm_lifecycle_event: 'start' });
    process.on('SIGTERM', () => { console.log('told'); process.exit(); });
    setInterval(() => {}, 1000);
    console.log('there', process.pid);`;
  // The second command keeps the shell from becoming Node.
  const shell = spawn('/bin/sh', ['-c', '"$0" --input-type=module -e "$1"; true', process.execPath, script]);
  const lines = createInterface({ input: shell.stdout })[Symbol.asyncIterator]();
  const first = String((await lines.next()).value);
  const pid = Number(/^there (\d+)$/.exec(first)?.[1]);
  onTestFinished(() => {
    if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  });
  shell.kill('SIGKILL');
  await once(shell, 'exit');
  expect(await lines.next()).toMatchObject({ value: 'told' });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ROOT } from './root.mjs';

/** Says when it is there, names each signal it gets, and ends with 7 when a line tells it so. */
const CHILD = `
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => console.log(name));
  process.stdin.on('data', () => process.exit(7));
  console.log('there');
`;

describe('a child that stands in for us', () => {
  it('gives its exit code to us', async () => {
    const { process: outer, lines } = standInProcess(CHILD);
    expect(await lines.next()).toMatchObject({ value: 'there' });
    outer.stdin.write('end\n');
    expect(await once(outer, 'exit')).toEqual([7, null]);
  });

  it.each([
    ['SIGINT', 'SIGINT'],
    ['SIGTERM', 'SIGTERM'],
    ['SIGHUP', 'SIGTERM'],
  ] as const)('is told once about %s, though npm passes on what the terminal has sent already', async (sent, seen) => {
    const { process: outer, lines } = standInProcess(CHILD);
    expect(await lines.next()).toMatchObject({ value: 'there' });
    outer.kill(sent);
    expect(await lines.next()).toMatchObject({ value: seen });
    outer.kill(sent);
    outer.stdin.write('end\n');
    expect(await lines.next()).toMatchObject({ done: true });
    expect(outer.exitCode ?? (await once(outer, 'exit'))[0]).toBe(7);
  });

  it('that a signal ended gives us the exit code a shell would', async () => {
    const { process: outer } = standInProcess("process.kill(process.pid, 'SIGKILL')");
    expect(await once(outer, 'exit')).toEqual([137, null]);
  });
});

/** Another Node in which `script` stands in. */
function standInProcess(script: string) {
  const driver = `import(${JSON.stringify(`${ROOT}/bootstrap/foreground.mjs`)})
    .then(({ standIn }) => standIn(['-e', ${JSON.stringify(script)}]))
    .then((code) => { process.exitCode = code; });`;
  const outer = spawn(process.execPath, ['-e', driver], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void outer.kill('SIGKILL'));
  return { process: outer, lines: createInterface({ input: outer.stdout })[Symbol.asyncIterator]() };
}

import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { createLog } from './log.ts';
import { Supervisor, workerInstanceId } from './supervisor.ts';

/** How a supervisor ends whose two workers, which listen for no signal, are ended by `end`. */
async function exitCodeAfter(end: (supervisor: Supervisor, pids: readonly number[]) => void): Promise<number> {
  const pids: number[] = [];
  return new Promise((resolve) => {
    const supervisor = new Supervisor({
      workers: 2,
      log: createLog('silent', 'test'),
      fork: () => {
        const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
          stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
        });
        pids.push(child.pid ?? 0);
        return child;
      },
      onListening: () => undefined,
      onEnd: resolve,
    });
    supervisor.start();
    end(supervisor, pids);
  });
}

describe('A supervisor whose workers do not listen yet', () => {
  it('ends cleanly when told to', async () => {
    expect(await exitCodeAfter((supervisor) => supervisor.stop('SIGTERM'))).toBe(0);
  });

  it('does not when they die of something else', async () => {
    expect(await exitCodeAfter((_supervisor, [pid = 0]) => process.kill(pid, 'SIGKILL'))).toBe(1);
  });
});

describe('The name of a worker', () => {
  it('is its supervisor’s, and a number', () => {
    expect(workerInstanceId('box', 3)).toBe('box.3');
  });

  it('keeps the end of a long one, which tells pods apart, and is no longer than a name may be', () => {
    expect(workerInstanceId(`a${'b'.repeat(63)}`, 12)).toBe(`${'b'.repeat(61)}.12`);
  });
});

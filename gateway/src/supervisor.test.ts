import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
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

function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

describe('A supervisor whose workers do not listen yet', () => {
  it('ends cleanly when told to', async () => {
    expect(await exitCodeAfter((supervisor) => supervisor.stop('SIGTERM'))).toBe(0);
  });

  it('does not when they die of something else', async () => {
    expect(await exitCodeAfter((_supervisor, [pid = 0]) => process.kill(pid, 'SIGKILL'))).toBe(1);
  });
});

describe('A worker that can’t be started again', () => {
  const isSilent = { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] } as const satisfies SpawnOptions;
  const listening = () =>
    spawn(process.execPath, ['-e', "process.send({ kind: 'listening' }); setInterval(() => {}, 1000)"], isSilent);
  const failures: Readonly<Record<string, () => ChildProcess>> = {
    'fails later': () => spawn('/no/such/program', [], isSilent),
    'is refused at once': () => {
      throw new Error('spawn ENOMEM');
    },
  };

  it.each(Object.keys(failures))('is tried again when its start %s', async (how) => {
    const children: (ChildProcess | undefined)[] = [];
    const [again, ended] = [deferred<void>(), deferred<number>()];
    const supervisor = new Supervisor({
      workers: 1,
      log: createLog('silent', 'test'),
      fork: () => {
        const isSecond = children.length === 1;
        if (isSecond) children.push(undefined);
        const child = isSecond ? failures[how]?.() : listening();
        if (!child) throw new Error('not there');
        if (!isSecond) children.push(child);
        if (children.length === 3) child.once('message', () => again.resolve());
        return child;
      },
      onListening: () => children[0]?.kill('SIGKILL'),
      onEnd: ended.resolve,
    });
    supervisor.start();
    await again.promise;
    supervisor.stop('SIGTERM');
    expect(await ended.promise).toBe(0);
  });

  it('does not keep the others from ending', async () => {
    const ended = deferred<number>();
    const supervisor = new Supervisor({
      workers: 2,
      log: createLog('silent', 'test'),
      fork: (index) => (index === 0 ? spawn('/no/such/program', [], isSilent) : listening()),
      onListening: () => undefined,
      onEnd: ended.resolve,
    });
    supervisor.start();
    expect(await ended.promise).toBe(1);
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

/** Processes of a benchmark: started on a core, ended with it, never left behind. */
import { execFileSync, spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly folder?: string;
}

const STOP_WITHIN_MS = 5000;
const START_WITHIN_MS = 20_000;
const KEPT_CHARS = 4000;
const LOOK_MS = 50;

const running = new Map<ChildProcess, NodeJS.Signals>();

/** Ends whatever still runs, as was said at its start; for the end of this process, however it comes. */
export function killAll(): void {
  for (const [child, signal] of running) child.kill(signal);
}

/** Whether processes can be put on a core here. */
export function canPin(): boolean {
  try {
    execFileSync('taskset', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Puts this process and all it starts from now on onto `cores`: one, or a range like `0-3`. */
export function pinSelf(cores: number | string): void {
  execFileSync('taskset', ['-a', '-c', '-p', String(cores), String(process.pid)], { stdio: 'ignore' });
}

/** @param end the signal that ends it when this process ends first; what has children of its own must hear it. */
export function start(
  command: Command,
  core: number | undefined,
  stdio: StdioOptions,
  end: NodeJS.Signals = 'SIGKILL',
): ChildProcess {
  const { file, args, env, folder } = command;
  const pin = core === undefined ? [] : ['-c', String(core), file];
  const program = core === undefined ? file : 'taskset';
  const child = spawn(program, [...pin, ...args], {
    stdio,
    ...(folder !== undefined && { cwd: folder }),
    env: { ...process.env, ...env },
  });
  running.set(child, end);
  child.once('close', () => running.delete(child));
  return child;
}

/** Resolves with the port in the first line of its output that says that it listens. */
export function listening(child: ChildProcess, what: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (reason: string): void => reject(new Error(`${what} ${reason}: ${said.trim()}`));
    const timer = setTimeout(() => fail('did not start in time'), START_WITHIN_MS);
    child.once('error', (error) => fail(error.message));
    child.once('close', (code) => fail(`ended with ${code}`));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-KEPT_CHARS)));
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      said = `${said}${line}\n`.slice(-KEPT_CHARS);
      const port = /"msg":"listening"/.test(line) ? Number(/"port":(\d+)/.exec(line)?.[1]) : 0;
      if (port === 0) return;
      clearTimeout(timer);
      resolve(port);
    });
  });
}

/** Resolves when something takes connections at `port`. */
export async function answering(port: number, child: ChildProcess, what: string): Promise<void> {
  const untilMs = performance.now() + START_WITHIN_MS;
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-KEPT_CHARS)));
  while (!(await knock(port))) {
    if (child.exitCode !== null) throw new Error(`${what} ended with ${child.exitCode}: ${said.trim()}`);
    if (performance.now() > untilMs) throw new Error(`${what} did not start in time: ${said.trim()}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

function knock(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** Ends it, by force where it does not listen. */
export async function stop(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('close', resolve));
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await gone;
  clearTimeout(timer);
}

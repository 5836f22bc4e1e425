/** A gateway as operators run it: a process of its own, found by the port it logs, stopped by a signal. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const START_WITHIN_MS = 40_000;
const STOP_WITHIN_MS = 40_000;

/** Opens every door: what an owner may do, its holder may do. */
export const SERVER_KEY = 'server-key-of-the-tests-0123456789';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

export type LogLine = Readonly<Record<string, unknown>>;

const running = new Set<ChildProcessByStdio<null, Readable, Readable>>();
// A test that fails half-way must not leave a process behind.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Any run of the gateway's main file; see {@link startGateway} for one that serves. */
export class GatewayProcess {
  readonly exited: Promise<Exit>;
  /** Standard output, line by line. */
  readonly lines: string[] = [];
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  #watchers: (() => void)[] = [];

  /** @param maxDescriptors as a limit of the operating system. */
  constructor(env: Readonly<Record<string, string>>, flags: readonly string[] = [], maxDescriptors?: number) {
    const command = [process.execPath, MAIN, ...flags];
    const limit = maxDescriptors === undefined ? [] : ['sh', '-c', `ulimit -n ${maxDescriptors}; exec "$0" "$@"`];
    const [file = '', ...args] = [...limit, ...command];
    const child = spawn(file, args, { env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    running.add(child);
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.lines.push(line);
      this.#wake();
    });
    this.exited = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        running.delete(child);
        resolve({ code, signal, stderr });
        this.#wake();
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** The log so far; lines that are no JSON are left out. */
  get log(): readonly LogLine[] {
    return this.lines.flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as LogLine] : []));
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** The first line of the log that says `msg`, now or later. */
  async logged(msg: string): Promise<LogLine> {
    for (;;) {
      const line = this.log.find((candidate) => candidate['msg'] === msg);
      if (line) return line;
      if (this.#child.exitCode !== null) throw new Error(`exited without "${msg}": ${(await this.exited).stderr}`);
      await new Promise<void>((resolve) => this.#watchers.push(resolve));
    }
  }

  /** Asks it to leave, and expects it to leave cleanly: code 0 and not a word on standard error. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.signal(signal);
    const { code, stderr } = await within(STOP_WITHIN_MS, this.exited, 'the gateway did not stop');
    if (code !== 0 || stderr !== '') throw new Error(`left with code ${code}: ${stderr}\n${this.lines.join('\n')}`);
  }

  #wake(): void {
    const watchers = this.#watchers;
    this.#watchers = [];
    for (const watcher of watchers) watcher();
  }
}

export interface Gateway extends GatewayProcess {
  readonly port: number;
  readonly internalPort: number;
}

/**
 * Starts a gateway on a free port of the loopback address, with a server key, and without a drain to wait for.
 *
 * @param env settings over those; a port of 0 is a free one.
 */
export async function startGateway(
  env: Readonly<Record<string, string>> = {},
  maxDescriptors?: number,
): Promise<Gateway> {
  const defaults = { PORT: '0', HOST: '127.0.0.1', API_KEYS: SERVER_KEY, DRAIN_SECONDS: '0' };
  const gateway = new GatewayProcess({ ...defaults, ...env }, [], maxDescriptors);
  const { port, internalPort } = await within(
    START_WITHIN_MS,
    gateway.logged('listening'),
    'the gateway did not start',
  );
  return Object.assign(gateway, { port: Number(port), internalPort: Number(internalPort) });
}

/** What `look` answers as soon as it does not throw; its last error when that takes longer than `ms`. */
export async function eventually<T>(look: () => T | Promise<T>, ms = 30_000): Promise<T> {
  const untilMs = performance.now() + ms;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (performance.now() > untilMs) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** `promise`, or a failure that says what was waited for. */
export async function within<T>(ms: number, promise: Promise<T>, what: string | (() => string)): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(typeof what === 'string' ? what : what())), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

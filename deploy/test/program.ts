/** A program of the machine, run in front and ended by its own pid. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** What is kept of what a program says. */
const KEPT_CHARS = 100_000;
/** Debian keeps some servers where only root's PATH looks. */
const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin`;

const running = new Set<ChildProcessByStdio<null, Readable, Readable>>();
// A test that fails half-way must not leave a process behind.
process.once('exit', () => {
  for (const { pid } of running) {
    try {
      // With the workers it may have.
      if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    } catch {
      // It ended by itself in between.
    }
  }
});

export class Program {
  /** Exit code, or the signal that ended it. */
  readonly exited: Promise<number | string>;
  /** Standard output and error as they came. */
  output = '';
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;

  constructor(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(command, [...args], {
      env: { PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    running.add(this.#child);
    const keep = (chunk: Buffer) => (this.output = (this.output + chunk.toString()).slice(-KEPT_CHARS));
    this.#child.stdout.on('data', keep);
    this.#child.stderr.on('data', keep);
    this.exited = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        this.output += error.message;
        running.delete(this.#child);
        resolve(127);
      });
      this.#child.once('close', (code, signal) => {
        running.delete(this.#child);
        resolve(code ?? signal ?? '');
      });
    });
  }

  /** @returns how it ended. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | string> {
    this.#child.kill(signal);
    return this.exited;
  }
}

/** A folder that is gone after `remove`. Servers that drop root's rights may look into it. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'danmaku-deploy-'));
  chmodSync(path, 0o755);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/**
 * A port nobody listens on at any of these addresses, from below the range that outgoing connections take theirs from:
 * nobody else is given it meanwhile.
 */
export async function freePort(...addresses: readonly string[]): Promise<number> {
  for (;;) {
    const port = 23_000 + Math.floor(Math.random() * 9000);
    const free = await Promise.all(addresses.map((address) => isFree(address, port)));
    if (!free.includes(false)) return port;
  }
}

async function isFree(address: string, port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, address, () => server.close(() => resolve(true)));
  });
}

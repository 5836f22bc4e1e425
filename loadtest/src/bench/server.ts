/** A server under test: started on a core, metered, stopped. */
import type { ChildProcess } from 'node:child_process';
import { answering, listening, start, stop, type Command } from './child.ts';
import type { DialectName } from './dialects.ts';
import { cpuSeconds, residentBytes } from './process-use.ts';

/** A server as the benchmarks know it. */
export interface Contender {
  /** A word for ids. */
  readonly name: string;
  readonly label: string;
  readonly ours: boolean;
  /** Frames are gathered and sent at a pace. */
  readonly batches: boolean;
  readonly dialect: DialectName;
  /** Whether it keeps more than one room. */
  readonly hasRooms: boolean;
  readonly apiKey?: string;
  readonly command: Command;
  /** Where it can't say by itself where it listens. */
  readonly port?: number;
}

export class Server {
  readonly pid: number;
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.pid = child.pid ?? 0;
    this.port = port;
  }

  static async start(contender: Contender, core: number | undefined): Promise<Server> {
    const child = start(contender.command, core, ['ignore', 'pipe', 'pipe']);
    try {
      const { port, label } = contender;
      if (port === undefined) return new Server(child, await listening(child, label));
      await answering(port, child, label);
      return new Server(child, port);
    } catch (error) {
      await stop(child, 'SIGKILL');
      throw error;
    }
  }

  cpuSeconds(): number {
    return cpuSeconds(this.pid);
  }

  residentBytes(): number {
    return residentBytes(this.pid);
  }

  /** By force: the goodbyes of ten thousand viewers are not what is measured. */
  async stop(): Promise<void> {
    await stop(this.#child, 'SIGKILL');
  }
}

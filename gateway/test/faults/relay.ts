/** A line of its own between two programs, which a test can cut, or leave standing with nothing coming through. */
import { connect, createServer, type Server, type Socket } from 'node:net';

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
}

export class Relay {
  readonly port: number;
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  #isSilent = false;
  /** Told what is said towards the far end, before it is passed on. */
  watch: (chunk: Buffer) => void = () => undefined;

  /** How long everything takes from end to end. */
  readonly #wayMs: number;

  private constructor(server: Server, port: number, wayMs: number) {
    this.#server = server;
    this.port = port;
    this.#wayMs = wayMs;
  }

  /** Passes everything on to `port` of this machine, as if it were `wayMs` away. */
  static async start(port: number, wayMs = 0): Promise<Relay> {
    const server = createServer({ noDelay: true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const relay = new Relay(server, typeof address === 'object' && address ? address.port : 0, wayMs);
    server.on('connection', (near) => relay.#join(near, connect({ port, host: '127.0.0.1', noDelay: true })));
    return relay;
  }

  /** Cuts both ends of every line. */
  cut(): void {
    for (const { near, far } of this.#pairs) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
  }

  /** Lines stand, new ones too, and nothing comes through: until {@link speak}. */
  silence(): void {
    this.#isSilent = true;
    for (const { near, far } of this.#pairs) {
      near.pause();
      far.pause();
    }
  }

  /** What was held back comes through. */
  speak(): void {
    this.#isSilent = false;
    for (const { near, far } of this.#pairs) {
      near.resume();
      far.resume();
    }
  }

  /** Half-open: one end of every line is gone, and the other is not told. */
  abandon(end: 'near' | 'far'): void {
    for (const pair of this.#pairs) {
      const [gone, left] = end === 'near' ? [pair.near, pair.far] : [pair.far, pair.near];
      left.removeAllListeners('data');
      left.removeAllListeners('end');
      // Read and forgotten: whoever speaks there hears nothing back.
      left.resume();
      gone.removeAllListeners('close');
      gone.resetAndDestroy();
    }
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.cut();
    await closed;
  }

  #join(near: Socket, far: Socket): void {
    const pair = { near, far };
    this.#pairs.add(pair);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('error', () => undefined);
      from.on('data', (chunk) => {
        if (from === near) this.watch(chunk);
        if (this.#wayMs === 0) to.write(chunk);
        else setTimeout(() => to.writable && to.write(chunk), this.#wayMs);
      });
      from.on('end', () => to.end());
      from.on('close', () => {
        this.#pairs.delete(pair);
        to.destroy();
      });
      if (this.#isSilent) from.pause();
    }
  }
}

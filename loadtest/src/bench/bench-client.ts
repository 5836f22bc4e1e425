/** The client process as the bench sees it. */
import { fileURLToPath } from 'node:url';
import type { ChildProcess } from 'node:child_process';
import { start, stop } from './child.ts';
import type {
  BehindOrder,
  CaughtUp,
  ClientFact,
  ClientOrder,
  Connected,
  ConnectOrder,
  Posted,
  PostOrder,
} from './talk.ts';

const MAIN = fileURLToPath(new URL('./client.js', import.meta.url));

/** What is read of the server at both ends of a measured time. */
export interface Meter {
  readonly cpuSeconds: () => number;
}

export interface Measured extends Posted {
  readonly serverCpuSeconds: number;
}

export class BenchClient {
  readonly #child: ChildProcess;
  #waiting: ((fact: ClientFact) => void) | undefined;
  readonly #early: ClientFact[] = [];
  #end: Error | undefined;

  /** @param core it runs on; `undefined` wherever the system likes. */
  constructor(core: number | undefined) {
    this.#child = start({ file: process.execPath, args: [MAIN] }, core, ['ignore', 'inherit', 'inherit', 'ipc']);
    this.#child.on('message', (fact: ClientFact) => {
      // One fact for each who waits: two may come in one turn.
      const waiting = this.#waiting;
      this.#waiting = undefined;
      if (waiting) waiting(fact);
      else this.#early.push(fact);
    });
    this.#child.once('close', (code) => {
      this.#end = new Error(`The client of the benchmarks ended with ${code}.`);
      this.#waiting?.({ type: 'left' });
    });
  }

  async ready(): Promise<void> {
    await this.#next();
  }

  async connect(order: Omit<ConnectOrder, 'type'>): Promise<Connected> {
    this.#tell({ type: 'connect', ...order });
    return this.#connected();
  }

  /** More viewers for each room. */
  async more(viewersPerRoom: number): Promise<Connected> {
    this.#tell({ type: 'more', viewersPerRoom });
    return this.#connected();
  }

  async post(order: Omit<PostOrder, 'type'>, meter: Meter): Promise<Measured> {
    this.#tell({ type: 'post', ...order });
    let before = 0;
    let after = 0;
    for (;;) {
      const fact = await this.#next();
      if (fact.type === 'begun') before = meter.cpuSeconds();
      else if (fact.type === 'ended') after = meter.cpuSeconds();
      else if (fact.type === 'posted') return { ...fact, serverCpuSeconds: after - before };
    }
  }

  async catchUp(order: Omit<BehindOrder, 'type'>): Promise<CaughtUp> {
    this.#tell({ type: 'behind', ...order });
    const fact = await this.#next();
    if (fact.type !== 'caught-up') throw new Error(`The client says "${fact.type}".`);
    return fact;
  }

  async leave(): Promise<void> {
    this.#tell({ type: 'leave' });
    await this.#next();
  }

  async stop(): Promise<void> {
    await stop(this.#child);
  }

  async #connected(): Promise<Connected> {
    const fact = await this.#next();
    if (fact.type !== 'connected') throw new Error(`The client says "${fact.type}".`);
    return fact;
  }

  #tell(order: ClientOrder): void {
    if (this.#child.connected) this.#child.send(order);
  }

  async #next(): Promise<ClientFact> {
    const fact =
      this.#early.shift() ??
      (this.#end
        ? undefined
        : await new Promise<ClientFact>((resolve) => {
            this.#waiting = resolve;
          }));
    if (this.#end) throw this.#end;
    if (!fact) throw new Error('The client said nothing.');
    return fact;
  }
}

/** The worker threads of a run: started together, told together, listened to until what is waited for has come. */
import { Worker } from 'node:worker_threads';
import type { RoomObservation } from './observation.ts';
import type { Fact, Order, Tick, WorkerTask } from './orders.ts';

/** Long traces take a while to put together. */
const HAND_IN_MS = 120_000;
const GOODBYE_MS = 2000;

export class Crew {
  readonly #workers: readonly Worker[];
  readonly #done: RoomObservation[][] = [];
  #gone = 0;
  #full = 0;
  #fullMs = 0;
  readonly #onTick: (tick: Tick) => void;
  #failure: Error | undefined;
  #changed: () => void = () => undefined;

  /** Starts `task.plan.workers` threads. `onTick` is called for each tick of each of them. */
  constructor(task: Omit<WorkerTask, 'index'>, onTick: (tick: Tick) => void) {
    this.#onTick = onTick;
    this.#workers = Array.from({ length: task.plan.workers }, (_, index) => {
      const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: { ...task, index } });
      worker.on('message', (fact: Fact) => this.#take(fact));
      worker.on('error', (error) => this.#fail(error));
      worker.on('exit', () => {
        this.#gone += 1;
        this.#changed();
      });
      return worker;
    });
  }

  /** When the last viewer was welcomed, on the tool's clock; `undefined` while some are missing. */
  get fullMs(): number | undefined {
    return this.#full === this.#workers.length ? this.#fullMs : undefined;
  }

  order(order: Order): void {
    for (const worker of this.#workers) worker.postMessage(order);
  }

  /**
   * Waits until `condition` holds, asked again after each fact, or until `withinMs` are over or `signal` aborts.
   *
   * @returns whether the condition holds.
   * @throws what a worker failed with.
   */
  async until(condition: () => boolean, withinMs: number, signal?: AbortSignal): Promise<boolean> {
    let isLate = false;
    const wake = (): void => this.#changed();
    const timer = setTimeout(() => {
      isLate = true;
      wake();
    }, withinMs);
    signal?.addEventListener('abort', wake);
    try {
      while (!condition()) {
        if (this.#failure) throw this.#failure;
        if (isLate || signal?.aborted) return false;
        await new Promise<void>((resolve) => (this.#changed = resolve));
      }
      return true;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', wake);
    }
  }

  /** Ends the run in every thread. @returns what all of them saw. */
  async finish(order: Extract<Order, { type: 'finish' }>): Promise<readonly RoomObservation[]> {
    this.order(order);
    const everything = await this.until(() => this.#done.length === this.#workers.length, HAND_IN_MS);
    if (!everything) throw new Error('A worker did not hand in what it saw within two minutes.');
    // Left alone, a thread says goodbye on every connection before it ends.
    await this.until(() => this.#gone === this.#workers.length, GOODBYE_MS);
    return this.#done.flat();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #take(fact: Fact): void {
    if (fact.type === 'tick') {
      this.#onTick(fact);
    } else if (fact.type === 'done') {
      this.#done.push([...fact.rooms]);
    } else {
      this.#full += 1;
      this.#fullMs = Math.max(this.#fullMs, fact.atMs);
    }
    this.#changed();
  }

  #fail(error: unknown): void {
    this.#failure ??= error instanceof Error ? error : new Error(String(error));
    this.#changed();
  }
}

/**
 * One machine's worth of gateways: processes that share a port, each with its own viewers. The supervisor starts them,
 * starts a dead one again, passes signals on and brings their metrics together; it serves nobody itself.
 */
import type { ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { AggregatorRegistry } from 'prom-client';
import type { Log } from './log.ts';

/** What worker and supervisor say to each other. */
export type WorkerMessage =
  | { readonly kind: 'listening' }
  /** Somebody asks this worker for metrics. */
  | { readonly kind: 'scrape'; readonly scrape: number }
  /** This worker's own. */
  | { readonly kind: 'metrics'; readonly scrape: string; readonly metrics: readonly WorkerMetric[] };
export type SupervisorMessage =
  | { readonly kind: 'collect'; readonly scrape: string }
  | { readonly kind: 'scraped'; readonly scrape: number; readonly text: string };
/** One metric with its values, as prom-client tells it. */
export type WorkerMetric = object;

export interface SupervisorOptions {
  readonly workers: number;
  readonly fork: (index: number) => ChildProcess;
  readonly log: Log;
  readonly onListening: () => void;
  /** All workers are gone, and none is started again. */
  readonly onEnd: (exitCode: number) => void;
}

const RESTART_MIN_MS = 100;
const RESTART_MAX_MS = 10_000;
/** A worker that lived this long starts counting from zero again. */
const STABLE_MS = 30_000;
/** As long as `INSTANCE_ID` may be. */
const INSTANCE_ID_LENGTH = 64;
/** A worker that does not tell its metrics in time is left out of them. */
const COLLECT_MS = 1000;

interface Worker {
  readonly index: number;
  child: ChildProcess | undefined;
  startedMs: number;
  /** Times it died young. */
  deaths: number;
  isListening: boolean;
  timer: NodeJS.Timeout | undefined;
}

export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #workers: readonly Worker[];
  readonly #collecting = new Map<string, (metrics: readonly WorkerMetric[]) => void>();
  #scrapes = 0;
  #hasListened = false;
  /** The signal that was passed on first; since then no worker is started again. */
  #stoppedBy: NodeJS.Signals | undefined;
  #hasEnded = false;
  #exitCode = 0;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#workers = Array.from({ length: options.workers }, (_, index) => ({
      index,
      child: undefined,
      startedMs: 0,
      deaths: 0,
      isListening: false,
      timer: undefined,
    }));
  }

  start(): void {
    for (const worker of this.#workers) this.#start(worker);
  }

  /** Passes `signal` on. After the first no worker is started again. */
  stop(signal: NodeJS.Signals): void {
    this.#stoppedBy ??= signal;
    for (const { child, timer } of this.#workers) {
      clearTimeout(timer);
      child?.kill(signal);
    }
    this.#endIfAllAreGone();
  }

  #start(worker: Worker): void {
    const { fork, log } = this.#options;
    let child: ChildProcess;
    try {
      child = fork(worker.index);
    } catch (error) {
      if (!this.#hasListened) throw error;
      log.error({ err: error, worker: worker.index }, 'a worker could not be started');
      Object.assign(worker, { startedMs: performance.now(), isListening: false });
      this.#exited(worker, 1, null);
      return;
    }
    Object.assign(worker, { child, startedMs: performance.now(), isListening: false });
    child.on('message', (message: WorkerMessage) => this.#hear(worker, child, message));
    child.on('error', (error) => {
      log.error({ err: error, worker: worker.index }, 'a worker could not be reached');
      // A process that could not even be started never exits.
      if (child.pid === undefined && worker.child === child) this.#exited(worker, 1, null);
    });
    child.once('exit', (code, signal) => this.#exited(worker, code, signal));
  }

  #exited(worker: Worker, code: number | null, signal: NodeJS.Signals | null): void {
    const { log } = this.#options;
    worker.child = undefined;
    // A worker that was told to go before it listened for signals went by the signal itself.
    const wentAsTold = signal !== null && signal === this.#stoppedBy;
    if (code !== 0 && !wentAsTold) this.#exitCode = Math.max(this.#exitCode, code ?? 1);
    if (!this.#stoppedBy && this.#hasListened) {
      const livedMs = performance.now() - worker.startedMs;
      worker.deaths = livedMs > STABLE_MS ? 0 : worker.deaths + 1;
      const waitMs = Math.min(RESTART_MAX_MS, RESTART_MIN_MS * 2 ** Math.min(worker.deaths, 16));
      log.error({ worker: worker.index, code, signal, restartInMs: waitMs }, 'a worker died');
      // Its death is mended, not the supervisor's end.
      this.#exitCode = 0;
      worker.timer = setTimeout(() => this.#start(worker), waitMs);
      return;
    }
    // Nobody ever listened: what is wrong is wrong for all, and has been said by the one that found it.
    if (!this.#stoppedBy) this.stop('SIGTERM');
    this.#endIfAllAreGone();
  }

  #endIfAllAreGone(): void {
    if (this.#hasEnded || this.#workers.some(({ child }) => child !== undefined)) return;
    this.#hasEnded = true;
    this.#options.onEnd(this.#exitCode);
  }

  #hear(worker: Worker, child: ChildProcess, message: WorkerMessage): void {
    if (message.kind === 'metrics') {
      this.#collecting.get(message.scrape)?.(message.metrics);
    } else if (message.kind === 'scrape') {
      void this.#collect().then((text) => tell(child, { kind: 'scraped', scrape: message.scrape, text }));
    } else {
      worker.isListening = true;
      if (this.#hasListened || !this.#workers.every(({ isListening }) => isListening)) return;
      this.#hasListened = true;
      this.#options.onListening();
    }
  }

  /** The metrics of all workers, as Prometheus reads them. */
  async #collect(): Promise<string> {
    this.#scrapes += 1;
    const number = this.#scrapes;
    const collected = this.#workers.map(async ({ child, index }) => {
      const scrape = `${number}.${index}`;
      if (!child) return [];
      const metrics = await new Promise<readonly WorkerMetric[]>((resolve) => {
        const timer = setTimeout(() => resolve([]), COLLECT_MS);
        this.#collecting.set(scrape, (told) => {
          clearTimeout(timer);
          resolve(told);
        });
        tell(child, { kind: 'collect', scrape });
      });
      this.#collecting.delete(scrape);
      return metrics;
    });
    const all = await Promise.all(collected);
    return AggregatorRegistry.aggregate(all.map((metrics) => [...metrics])).metrics();
  }
}

function tell(child: ChildProcess, message: SupervisorMessage): void {
  if (child.connected) child.send(message);
}

/** What a worker is called: its supervisor's name, of which the end tells machines apart, and a number. */
export function workerInstanceId(instanceId: string, index: number): string {
  const suffix = `.${index}`;
  return `${instanceId.slice(-(INSTANCE_ID_LENGTH - suffix.length))}${suffix}`;
}

/**
 * The port that workers will share: `port`, or a free one for 0. Nobody else may be listening on it: workers would
 * silently share it with them.
 *
 * @throws when it is taken, or not allowed here.
 */
export async function claimPort(host: string, port: number): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', () =>
      reject(new Error(`Port ${port} on ${host} can't be listened on: it is in use, or not allowed here.`)),
    );
    server.listen({ host, port, exclusive: true }, () => {
      const { port: claimed } = server.address() as AddressInfo;
      server.close(() => resolve(claimed));
    });
  });
}

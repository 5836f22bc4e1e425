/** The gateways' own CPU and memory, read from their metrics once a second while a run goes on. */
import { monotonicMs } from './clock.ts';
import { readPrometheus } from './prometheus-text.ts';

/** One gateway process in one second. */
export interface GatewayUse {
  /** Cores used: 1 is one core busy all the time. */
  readonly cpuCores: number;
  readonly memoryBytes: number;
}

interface Reading {
  readonly atMs: number;
  readonly cpuSeconds: number;
}

const TIMEOUT_MS = 2000;
/** A gateway's metrics are a few kilobytes; what is larger is something else. */
const MAX_BYTES = 4 * 1024 * 1024;

export class GatewayMetrics {
  readonly #urls: readonly string[];
  readonly #key: string | undefined;
  readonly #readings: (Reading | undefined)[];
  #latest: (GatewayUse | undefined)[];
  #timer: NodeJS.Timeout | undefined;
  #reading = false;
  #totalCpuSeconds: number;

  /** @param urls of the metrics themselves, one per gateway. */
  constructor(urls: readonly string[], key: string | undefined) {
    this.#urls = urls;
    this.#key = key;
    this.#readings = urls.map(() => undefined);
    this.#latest = urls.map(() => undefined);
    this.#totalCpuSeconds = 0;
  }

  start(): void {
    void this.#readAll();
    this.#timer = setInterval(() => void this.#readAll(), 1000);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Each gateway's latest second; `undefined` for one that does not tell. */
  latest(): readonly (GatewayUse | undefined)[] {
    return this.#latest;
  }

  /** CPU seconds of all gateways since {@link start}. */
  cpuSeconds(): number {
    return this.#totalCpuSeconds;
  }

  async #readAll(): Promise<void> {
    // A gateway too busy to answer within a second is asked again later, not twice at once.
    if (this.#reading) return;
    this.#reading = true;
    this.#latest = await Promise.all(this.#urls.map((url, index) => this.#read(url, index)));
    this.#reading = false;
  }

  async #read(url: string, index: number): Promise<GatewayUse | undefined> {
    try {
      const headers = this.#key === undefined ? {} : { authorization: `Bearer ${this.#key}` };
      const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
      const text = await response.text();
      const use = response.ok && text.length <= MAX_BYTES ? readPrometheus(text) : undefined;
      if (!use) return undefined;
      const before = this.#readings[index];
      const now = { atMs: monotonicMs(), cpuSeconds: use.cpuSeconds };
      this.#readings[index] = now;
      // A restarted gateway counts from zero again.
      if (!before || now.cpuSeconds < before.cpuSeconds) return { cpuCores: 0, memoryBytes: use.memoryBytes };
      const spent = now.cpuSeconds - before.cpuSeconds;
      this.#totalCpuSeconds += spent;
      return { cpuCores: spent / ((now.atMs - before.atMs) / 1000), memoryBytes: use.memoryBytes };
    } catch {
      return undefined;
    }
  }
}

/** A gateway process as one of several: shares its metrics with the others through their supervisor. */
import type { WorkerMessage, WorkerMetric, SupervisorMessage } from './supervisor.ts';

/** The line to the supervisor. */
export interface WorkerLine {
  send(message: WorkerMessage): void;
  onMessage(listener: (message: SupervisorMessage) => void): void;
}

/** What `/metrics` answers. */
export interface MetricsSource {
  readonly contentType: string;
  text(): Promise<string>;
}

export interface OwnMetrics extends MetricsSource {
  values(): Promise<readonly WorkerMetric[]>;
}

/** A supervisor that does not answer in time leaves a scrape with this worker's own metrics. */
const SCRAPE_MS = 2000;

export class Worker implements MetricsSource {
  readonly #line: WorkerLine;
  readonly #own: OwnMetrics;
  readonly #scrapes = new Map<number, (text: string) => void>();
  #nextScrape = 0;

  constructor(line: WorkerLine, own: OwnMetrics) {
    this.#line = line;
    this.#own = own;
    line.onMessage((message) => {
      if (message.kind === 'scraped') this.#scrapes.get(message.scrape)?.(message.text);
      else void this.#tellMetrics(message.scrape);
    });
  }

  get contentType(): string {
    return this.#own.contentType;
  }

  /** The metrics of all workers, whichever of them is asked. */
  async text(): Promise<string> {
    this.#nextScrape += 1;
    const scrape = this.#nextScrape;
    const text = await new Promise<string | undefined>((resolve) => {
      const timer = setTimeout(() => resolve(undefined), SCRAPE_MS);
      this.#scrapes.set(scrape, (told) => {
        clearTimeout(timer);
        resolve(told);
      });
      this.#line.send({ kind: 'scrape', scrape });
    });
    this.#scrapes.delete(scrape);
    return text ?? this.#own.text();
  }

  async #tellMetrics(scrape: string): Promise<void> {
    this.#line.send({ kind: 'metrics', scrape, metrics: await this.#own.values() });
  }
}

/**
 * Comments that could not be brought into their log at once. They are tried again as soon as the server is back, in
 * their order, while they are fresh; after that nobody wants them on a screen any more.
 */
import { BrokerAway, type Claim, type Submission, type SubmissionOutcome } from './broker.ts';
import { troubleOf } from './redis-trouble.ts';

/** A comment older than this is no longer live. */
export const FRESH_MS = 5000;
/** The server must be this far from giving up itself: clocks are compared over a network. */
export const MARGIN_MS = 100;
const RETRY_MS = 200;
const MAX_BATCH = 1000;
/** In all rooms together; more are refused at once. */
const MAX_WAITING = 50_000;

/** A submission that waits for its outcome. */
export class PendingAppend {
  readonly submission: Submission;
  /** When it gives up, by the broker's clock. */
  readonly untilMs: number;
  readonly outcome: Promise<SubmissionOutcome>;
  /** What it still has to be granted. */
  claims: readonly Claim[];
  resolve: (outcome: SubmissionOutcome) => void = () => undefined;
  reject: (error: unknown) => void = () => undefined;

  constructor(submission: Submission, nowMs: number) {
    this.submission = submission;
    this.untilMs = nowMs + FRESH_MS;
    this.claims = submission.claims;
    this.outcome = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
}

export type TryAppend = (room: string, pending: readonly PendingAppend[]) => Promise<readonly SubmissionOutcome[]>;

interface Queue {
  readonly waiting: PendingAppend[];
  isTrying: boolean;
}

export class LateAppends {
  readonly #clock: () => number;
  readonly #tryAppend: TryAppend;
  readonly #canTry: (room: string) => boolean;
  readonly #onStored: (count: number) => void;
  readonly #queues = new Map<string, Queue>();
  #size = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: {
    readonly clock: () => number;
    readonly canTry: (room: string) => boolean;
    readonly tryAppend: TryAppend;
    readonly onStored: (count: number) => void;
  }) {
    this.#clock = options.clock;
    this.#tryAppend = options.tryAppend;
    this.#canTry = options.canTry;
    this.#onStored = options.onStored;
  }

  /** Whether comments of `room` wait: later ones wait behind them. */
  has(room: string): boolean {
    return this.#queues.has(room);
  }

  get size(): number {
    return this.#size;
  }

  add(room: string, pending: readonly PendingAppend[]): void {
    if (this.#size + pending.length > MAX_WAITING) {
      for (const one of pending) one.reject(new BrokerAway('too many comments wait for the broker'));
      return;
    }
    let queue = this.#queues.get(room);
    if (!queue) this.#queues.set(room, (queue = { waiting: [], isTrying: false }));
    queue.waiting.push(...pending);
    this.#size += pending.length;
    this.#timer ??= setInterval(() => this.retry(), RETRY_MS);
  }

  /** Gives up what is stale, and tries the rest where there is hope. */
  retry(): void {
    for (const [room, queue] of this.#queues) {
      if (queue.isTrying) continue;
      this.#giveUp(queue, this.#clock() + MARGIN_MS);
      if (queue.waiting.length === 0) this.#queues.delete(room);
      else if (this.#canTry(room)) void this.#try(room, queue);
    }
    if (this.#queues.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  close(): void {
    clearInterval(this.#timer);
    for (const queue of this.#queues.values()) this.#giveUp(queue, Number.POSITIVE_INFINITY);
    this.#queues.clear();
  }

  async #try(room: string, queue: Queue): Promise<void> {
    const batch = queue.waiting.splice(0, MAX_BATCH);
    queue.isTrying = true;
    try {
      const outcomes = await this.#tryAppend(room, batch);
      this.#size -= batch.length;
      for (const [index, { resolve, submission }] of batch.entries()) {
        const outcome = outcomes[index];
        // Its own id: an earlier try had stored it after all.
        if (outcome)
          resolve(outcome.ok && outcome.id === submission.line.id ? { ...outcome, repeated: false } : outcome);
      }
      this.#onStored(outcomes.filter((outcome) => outcome.ok).length);
      queue.isTrying = false;
      this.retry();
    } catch (error) {
      queue.isTrying = false;
      if (troubleOf(error) !== 'bug') {
        queue.waiting.unshift(...batch);
        return;
      }
      this.#size -= batch.length;
      for (const { reject } of batch) reject(error);
    }
  }

  #giveUp(queue: Queue, nowMs: number): void {
    const stale = queue.waiting.filter(({ untilMs }) => untilMs <= nowMs);
    if (stale.length === 0) return;
    this.#size -= stale.length;
    queue.waiting.splice(0, queue.waiting.length, ...queue.waiting.filter(({ untilMs }) => untilMs > nowMs));
    for (const { reject } of stale) reject(new BrokerAway('the broker was away for too long'));
  }
}

/**
 * Posts of one room travel to the broker together: the first at once, then one batch per pace, so that a busy room costs
 * one append per flush and not one per comment.
 */
import { BrokerAway, type Broker, type Submission, type SubmissionOutcome } from './broker/broker.ts';

/** `unknown`: the broker can't tell whether it was stored. `failed`: a mistake of ours. */
export type PostOutcome = SubmissionOutcome | 'unknown' | 'failed';

export interface PostBatchesOptions<Post extends Submission> {
  readonly broker: Pick<Broker, 'append'>;
  /** When the batch after one that was sent at `lastSentMs` may go; both by the monotonic clock. */
  readonly nextBatchMs: (room: string, lastSentMs: number) => number;
  /** Called once for each post. Must not throw. */
  readonly onOutcome: (room: string, post: Post, outcome: PostOutcome) => void;
  /** A batch, or a part of it, failed. */
  readonly onFailure: (error: unknown) => void;
}

interface Inbound<Post> {
  readonly waiting: Post[];
  /** Posts that were sent and have no outcome yet. */
  unanswered: number;
  lastSentMs: number;
  timer: NodeJS.Timeout | undefined;
}

/** Posts of one room that may wait for their turn or their outcome. */
const MAX_WAITING = 10_000;
const MAX_BATCH = 1000;
/** How often rooms that are posted to no more are forgotten. */
const SWEEP_MS = 1000;

export class PostBatches<Post extends Submission> {
  readonly #options: PostBatchesOptions<Post>;
  readonly #inbound = new Map<string, Inbound<Post>>();
  readonly #pending = new Set<Promise<void>>();
  #sweeper: NodeJS.Timeout | undefined;

  constructor(options: PostBatchesOptions<Post>) {
    this.#options = options;
  }

  /** Whether `room` takes no more posts now. */
  isFull(room: string): boolean {
    const inbound = this.#inbound.get(room);
    return inbound !== undefined && inbound.waiting.length + inbound.unanswered >= MAX_WAITING;
  }

  add(room: string, post: Post): void {
    let inbound = this.#inbound.get(room);
    if (!inbound) {
      inbound = { waiting: [], unanswered: 0, lastSentMs: Number.NEGATIVE_INFINITY, timer: undefined };
      this.#inbound.set(room, inbound);
      this.#sweeper ??= setInterval(() => this.#sweep(), SWEEP_MS).unref();
    }
    inbound.waiting.push(post);
    this.#schedule(room, inbound);
  }

  /** Sends what waits, whatever the pace. Resolves when every outcome of what was sent until now is known. */
  async settle(): Promise<void> {
    for (const [room, inbound] of this.#inbound) while (inbound.waiting.length > 0) this.#send(room, inbound);
    await Promise.all(this.#pending);
  }

  #schedule(room: string, inbound: Inbound<Post>): void {
    if (inbound.timer) return;
    const waitMs = this.#waitMs(room, inbound);
    if (waitMs <= 0) this.#send(room, inbound);
    else inbound.timer = setTimeout(() => this.#due(room, inbound), waitMs);
  }

  #waitMs(room: string, inbound: Inbound<Post>): number {
    return Math.ceil(this.#options.nextBatchMs(room, inbound.lastSentMs) - performance.now());
  }

  #due(room: string, inbound: Inbound<Post>): void {
    inbound.timer = undefined;
    if (inbound.waiting.length > 0) this.#schedule(room, inbound);
  }

  #send(room: string, inbound: Inbound<Post>): void {
    clearTimeout(inbound.timer);
    inbound.timer = undefined;
    const batch = inbound.waiting.splice(0, MAX_BATCH);
    inbound.unanswered += batch.length;
    inbound.lastSentMs = performance.now();
    this.#append(room, inbound, batch);
    // The next batch does not wait for this one's outcomes: a broker that is away answers late, and one by one.
    if (inbound.waiting.length === 0) return;
    inbound.timer ??= setTimeout(() => this.#due(room, inbound), Math.max(1, this.#waitMs(room, inbound)));
  }

  #append(room: string, inbound: Inbound<Post>, batch: readonly Post[]): void {
    const { broker, onOutcome, onFailure } = this.#options;
    const outcomes = broker.append(room, batch, Date.now());
    const later: Promise<void>[] = [];
    let failure: { readonly error: unknown } | undefined;
    const settle = (post: Post, outcome: PostOutcome): void => {
      inbound.unanswered -= 1;
      onOutcome(room, post, outcome);
    };
    for (const [index, post] of batch.entries()) {
      const outcome = outcomes[index];
      if (!(outcome instanceof Promise)) {
        settle(post, outcome ?? 'failed');
        continue;
      }
      const failed = (error: unknown): void => {
        failure ??= { error };
        settle(post, error instanceof BrokerAway ? 'unknown' : 'failed');
      };
      later.push(outcome.then((known) => settle(post, known), failed));
    }
    if (later.length === 0) return;
    const answered = Promise.all(later)
      .then(() => {
        if (failure) onFailure(failure.error);
      })
      .finally(() => this.#pending.delete(answered));
    this.#pending.add(answered);
  }

  /** Forgets rooms that have been idle for a whole pace: there is nothing to remember. */
  #sweep(): void {
    for (const [room, inbound] of this.#inbound) {
      const isIdle = inbound.waiting.length === 0 && inbound.unanswered === 0;
      if (isIdle && this.#waitMs(room, inbound) <= 0) this.#inbound.delete(room);
    }
    if (this.#inbound.size > 0) return;
    clearInterval(this.#sweeper);
    this.#sweeper = undefined;
  }
}

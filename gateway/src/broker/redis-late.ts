/**
 * Comments that could not be brought into their log at once. They are tried again as soon as the server is back, in
 * their order, while they are fresh; after that nobody wants them on a screen any more. One that an unanswered try may
 * have stored is not refused before the log itself has been asked.
 */
import { BrokerAway, type SubmissionOutcome } from './broker.ts';
import { mayBeStored, type PendingAppend } from './redis-pending.ts';
import { troubleOf } from './redis-trouble.ts';

/** The server must be this far from giving up itself: clocks are compared over a network. */
export const MARGIN_MS = 100;
/** How long after that the log is waited for to say what became of a try: less than a ref is known. */
const DOUBT_MS = 25_000;
const RETRY_MS = 200;
const MAX_BATCH = 1000;
/** In all rooms together; more are refused at once. */
const MAX_WAITING = 50_000;

const TOO_LATE: SubmissionOutcome = { ok: false, code: 'overloaded', retryAfterMs: 1000 };

/** Answers `undefined` where it was too late, and the log holds nothing of an earlier try. */
export type TryAppend = (
  room: string,
  pending: readonly PendingAppend[],
) => Promise<readonly (SubmissionOutcome | undefined)[]>;

export interface LateAppendsOptions {
  readonly clock: () => number;
  readonly canTry: (room: string) => boolean;
  readonly tryAppend: TryAppend;
  readonly onStored: (count: number) => void;
  /** The log of `room` can't be reached, and these still fresh ones were expected to be told by it in a moment. */
  readonly onAway: (room: string, pending: readonly PendingAppend[]) => void;
}

interface Queue {
  waiting: PendingAppend[];
  isTrying: boolean;
}

export class LateAppends {
  readonly #options: LateAppendsOptions;
  readonly #queues = new Map<string, Queue>();
  #size = 0;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: LateAppendsOptions) {
    this.#options = options;
  }

  /** Whether comments of `room` are neither in their log nor under way: later ones wait behind them. */
  isWaiting(room: string): boolean {
    return (this.#queues.get(room)?.waiting.length ?? 0) > 0;
  }

  get size(): number {
    return this.#size;
  }

  add(room: string, pending: readonly PendingAppend[]): void {
    if (this.#isClosed) {
      rejectAll(pending, new BrokerAway('closed'));
      return;
    }
    if (this.#size + pending.length > MAX_WAITING) {
      for (const one of pending) {
        if (one.mayBeStored) one.reject(new BrokerAway('too many comments wait for the broker'));
        else one.resolve(TOO_LATE);
      }
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
      this.#keep(queue, ({ isSettled }) => !isSettled);
      if (this.#options.canTry(room)) void this.#try(room, queue);
      else this.#endure(room, queue);
      if (queue.waiting.length === 0 && !queue.isTrying) this.#queues.delete(room);
    }
    if (this.#queues.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
    for (const { waiting } of this.#queues.values()) rejectAll(waiting, new BrokerAway('closed'));
    this.#queues.clear();
    this.#size = 0;
  }

  async #try(room: string, queue: Queue): Promise<void> {
    const { batch, isOver } = this.#nextBatch(queue);
    if (batch.length === 0) return;
    const isTried = new Set(batch);
    queue.waiting = queue.waiting.filter((one) => !isTried.has(one));
    queue.isTrying = true;
    try {
      const outcomes = await this.#options.tryAppend(room, batch);
      this.#size -= batch.length;
      const unknown = this.#settle(batch, outcomes);
      // Asked while another try may still be under way, none is certain to be too late.
      if (isOver) for (const { resolve } of unknown) resolve(TOO_LATE);
      else if (this.#isClosed) rejectAll(unknown, new BrokerAway('closed'));
      else this.#putBack(queue, unknown);
      queue.isTrying = false;
      if (isOver || unknown.length === 0) this.retry();
    } catch (error) {
      this.#size -= batch.length;
      queue.isTrying = false;
      const isBug = troubleOf(error) === 'bug';
      if (isBug || this.#isClosed) {
        rejectAll(batch, isBug ? error : new BrokerAway('closed', { cause: error }));
        return;
      }
      const isInDoubt = !isOver && mayBeStored(error);
      for (const one of batch) one.mayBeStored ||= isInDoubt;
      this.#putBack(queue, batch);
      if (this.#options.canTry(room)) this.#giveUp(queue);
      else this.#endure(room, queue);
    }
  }

  /** Those whose time is over, to ask what became of them; when there are none, those that are still fresh. */
  #nextBatch({ waiting }: Queue): { readonly batch: readonly PendingAppend[]; readonly isOver: boolean } {
    const nowMs = this.#options.clock();
    const over = waiting.filter(({ untilMs }) => untilMs <= nowMs);
    const isOver = over.length > 0;
    const batch = isOver ? over : waiting.filter(({ untilMs }) => untilMs > nowMs + MARGIN_MS);
    return { batch: batch.slice(0, MAX_BATCH), isOver };
  }

  /** @returns those that the log does not know. */
  #settle(
    batch: readonly PendingAppend[],
    outcomes: readonly (SubmissionOutcome | undefined)[],
  ): readonly PendingAppend[] {
    let stored = 0;
    for (const [index, { submission, resolve }] of batch.entries()) {
      const outcome = outcomes[index];
      if (!outcome) continue;
      if (outcome.ok) stored += 1;
      // Its own id: an earlier try had stored it after all.
      const isOwn = outcome.ok && outcome.id === submission.line.id;
      resolve(isOwn ? { ...outcome, repeated: false } : outcome);
    }
    this.#options.onStored(stored);
    return batch.filter((_, index) => !outcomes[index]);
  }

  #putBack(queue: Queue, pending: readonly PendingAppend[]): void {
    queue.waiting.unshift(...pending);
    this.#size += pending.length;
  }

  /** While the log is away nobody waits for it to be shown something. */
  #endure(room: string, queue: Queue): void {
    this.#giveUp(queue);
    const nowMs = this.#options.clock();
    const unseen = queue.waiting.filter((one) => !one.isSettled && !one.isJudgedHere && one.untilMs > nowMs);
    if (unseen.length > 0) this.#options.onAway(room, unseen);
  }

  /** While the log can't be asked: what was never sent is not in it. */
  #giveUp(queue: Queue): void {
    const nowMs = this.#options.clock();
    this.#keep(queue, (one) => {
      if (one.untilMs > nowMs + MARGIN_MS) return true;
      if (!one.mayBeStored) one.resolve(TOO_LATE);
      else if (one.untilMs + DOUBT_MS <= nowMs) one.reject(new BrokerAway('the broker was away for too long'));
      return !one.isSettled;
    });
  }

  #keep(queue: Queue, isKept: (one: PendingAppend) => boolean): void {
    const kept = queue.waiting.filter(isKept);
    this.#size -= queue.waiting.length - kept.length;
    queue.waiting = kept;
  }
}

function rejectAll(pending: readonly PendingAppend[], error: unknown): void {
  for (const { reject } of pending) reject(error);
}

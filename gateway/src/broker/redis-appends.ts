/**
 * The way of comments into their logs. While a log can't be reached they run ahead of it: viewers here see what this
 * gateway alone would grant, and the log gets it as soon as it can, while it is fresh.
 */
import type { Counters } from '../counters.ts';
import type { CommentLine } from '../room/log-line.ts';
import { BrokerAway, type Submission, type SubmissionOutcome } from './broker.ts';
import { ClaimBook } from './claim-book.ts';
import { LateAppends, MARGIN_MS, PendingAppend } from './redis-late.ts';
import { NotSent } from './redis-link.ts';
import type { RedisLog } from './redis-log.ts';
import type { RedisNode } from './redis-node.ts';
import { troubleOf } from './redis-trouble.ts';

export interface RedisAppendsOptions {
  readonly log: RedisLog;
  readonly clock: () => number;
  readonly counters: Counters;
  /** The server of a room, if it takes writes now. */
  readonly nodeOf: (room: string) => RedisNode | undefined;
  /** Shows comments to the viewers that the room has here. */
  readonly show: (room: string, lines: readonly CommentLine[]) => void;
}

export class RedisAppends {
  readonly #options: RedisAppendsOptions;
  readonly #late: LateAppends;
  /** What may be posted here while nobody else can be asked. */
  readonly #claims = new ClaimBook();
  #isClosed = false;

  constructor(options: RedisAppendsOptions) {
    const { clock, counters, nodeOf } = options;
    this.#options = options;
    this.#late = new LateAppends({
      clock,
      canTry: (room) => nodeOf(room) !== undefined,
      tryAppend: (room, pending) => this.#try(room, pending, clock()),
      onStored: (count) => (counters.late += count),
    });
  }

  append(room: string, submissions: readonly Submission[], nowMs: number): readonly Promise<SubmissionOutcome>[] {
    const pending = submissions.map((submission) => new PendingAppend(submission, nowMs));
    if (pending.length === 0) return [];
    if (this.#isClosed) for (const { reject } of pending) reject(new BrokerAway('closed'));
    // What waits goes first, so that the log keeps their order.
    else if (this.#late.has(room) || !this.#options.nodeOf(room)) this.#runAhead(room, pending, nowMs, false);
    else void this.#appendNow(room, pending, nowMs);
    return pending.map(({ outcome }) => outcome);
  }

  /** Some servers are back, or elsewhere. */
  retry(): void {
    this.#late.retry();
  }

  close(): void {
    this.#isClosed = true;
    this.#late.close();
  }

  async #appendNow(room: string, pending: readonly PendingAppend[], nowMs: number): Promise<void> {
    try {
      const outcomes = await this.#try(room, pending, nowMs);
      for (const [index, { resolve }] of pending.entries()) {
        const outcome = outcomes[index];
        if (outcome) resolve(outcome);
      }
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble === 'bug') for (const { reject } of pending) reject(error);
      else if (this.#isClosed) for (const { reject } of pending) reject(new BrokerAway('closed', { cause: error }));
      // It will be known in a moment where the room is now: nobody needs to see it ahead.
      else if (trouble === 'moved') this.#late.add(room, pending);
      else this.#runAhead(room, pending, nowMs, !(error instanceof NotSent));
    }
  }

  async #try(room: string, pending: readonly PendingAppend[], nowMs: number): Promise<readonly SubmissionOutcome[]> {
    const { log, clock, nodeOf } = this.#options;
    const node = nodeOf(room);
    if (!node) throw new BrokerAway('Redis is away');
    const untilMs = Math.min(...pending.map((one) => one.untilMs));
    const items = pending.map(({ submission, claims }) => ({ ...submission, claims }));
    return log.append(node, room, { items, nowMs, withinMs: untilMs - MARGIN_MS - clock() });
  }

  /** @param wasTried whether they may be in the log already: then only the log can refuse them. */
  #runAhead(room: string, pending: readonly PendingAppend[], nowMs: number, wasTried: boolean): void {
    const ahead: CommentLine[] = [];
    const late: PendingAppend[] = [];
    for (const one of pending) {
      const outcome = this.#claims.decide(one.submission, nowMs);
      if (!outcome.ok && !wasTried) {
        one.resolve(outcome);
        continue;
      }
      if (outcome.ok) {
        // What was granted here is not asked for again: the outage would be held against the poster.
        one.claims = [];
        if (!outcome.repeated && !one.submission.hidden) ahead.push(one.submission.line);
      }
      late.push(one);
    }
    this.#late.add(room, late);
    if (ahead.length === 0) return;
    this.#options.counters.ahead += ahead.length;
    this.#options.show(room, ahead);
  }
}

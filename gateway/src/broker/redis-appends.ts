/**
 * The way of comments into their logs. While a log can't be reached they run ahead of it: viewers here see what this
 * gateway alone would grant, and the log gets it as soon as it can, while it is fresh.
 */
import type { Counters } from '../counters.ts';
import type { CommentLine, LogEntry } from '../room/log-line.ts';
import { backRef, BrokerAway, type RoomSnapshot, type Submission, type SubmissionOutcome } from './broker.ts';
import { ClaimBook } from './claim-book.ts';
import { LateAppends, MARGIN_MS } from './redis-late.ts';
import { NotSent } from './redis-link.ts';
import type { RedisLog } from './redis-log.ts';
import type { RedisNode } from './redis-node.ts';
import { mayBeStored, PendingAppend } from './redis-pending.ts';
import { troubleOf } from './redis-trouble.ts';
import { UnheardComments } from './redis-unheard.ts';

export interface RedisAppendsOptions {
  readonly log: RedisLog;
  readonly clock: () => number;
  readonly counters: Counters;
  /** The server of a room, if it takes writes now. */
  readonly nodeOf: (room: string) => RedisNode | undefined;
  /** Shows comments to the viewers that the room has here. */
  readonly show: (room: string, lines: readonly CommentLine[]) => void;
  /** Whether this gateway listens to the room. */
  readonly isHeard: (room: string) => boolean;
  /** Comments that a room keeps. */
  readonly maxComments: number;
}

export class RedisAppends {
  readonly #options: RedisAppendsOptions;
  readonly #late: LateAppends;
  /** What may be posted here while nobody else can be asked. */
  readonly #claims = new ClaimBook();
  readonly #unheard = new UnheardComments();
  #isClosed = false;

  constructor(options: RedisAppendsOptions) {
    const { clock, counters, nodeOf } = options;
    this.#options = options;
    this.#late = new LateAppends({
      clock,
      canTry: (room) => nodeOf(room) !== undefined,
      tryAppend: (room, pending) => this.#try(room, pending, clock()),
      onStored: (count) => (counters.late += count),
      onAway: (room, pending) => void this.#judge(room, pending, clock()),
    });
  }

  append(room: string, submissions: readonly Submission[], nowMs: number): readonly Promise<SubmissionOutcome>[] {
    const pending = submissions.map((submission) => new PendingAppend(submission, nowMs));
    if (pending.length === 0) return [];
    if (this.#options.isHeard(room)) this.#unheard.add(room, pending);
    if (this.#isClosed) for (const { reject } of pending) reject(new BrokerAway('closed'));
    else if (!this.#options.nodeOf(room)) this.#runAhead(room, pending, nowMs);
    // What waits goes first, so that the log keeps their order. It tells of both in a moment: shown now, they would come
    // before what others have brought into it already.
    else if (this.#late.isWaiting(room)) this.#late.add(room, pending);
    else void this.#appendNow(room, pending, nowMs);
    return pending.map(({ outcome }) => outcome);
  }

  /** The room's log holds `entry`. */
  heard(room: string, { last, lines }: LogEntry): void {
    this.#unheard.hear(room, last.epochMs, lines);
  }

  /** The room's log is another one, or told anew. */
  restarted(room: string, snapshot: RoomSnapshot): void {
    this.#unheard.restart(room, snapshot);
  }

  /**
   * All that the room's log held at `atMs` of the monotonic clock has been heard. What should have been among it is lost:
   * it is given back, for nobody else may know of it.
   */
  told(room: string, atMs: number): void {
    const { clock, maxComments } = this.#options;
    const nowMs = clock();
    const lost = this.#unheard.lost(room, atMs, { most: Math.floor(maxComments / 2), nowMs });
    const submissions = lost.map((line) => ({ line, refKey: backRef(room, line.id), claims: [] }));
    for (const outcome of this.append(room, submissions, nowMs)) {
      // Lost for good with the next log, or known already: nobody waits for it.
      outcome.catch(() => undefined);
    }
  }

  /** Nobody here listens to `room` any more. */
  left(room: string): void {
    this.#unheard.forget(room);
  }

  /** Some servers are back, away, or elsewhere. */
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
      const late: PendingAppend[] = [];
      for (const [index, one] of pending.entries()) {
        const outcome = outcomes[index];
        if (!outcome) late.push(one);
        else one.resolve(outcome);
        if (outcome && one.storedMs === undefined) this.#unheard.remove(room, one);
      }
      if (late.length > 0) this.#late.add(room, late);
    } catch (error) {
      const isInDoubt = mayBeStored(error);
      for (const one of pending) one.mayBeStored ||= isInDoubt;
      const trouble = troubleOf(error);
      if (trouble === 'bug') for (const { reject } of pending) reject(error);
      else if (this.#isClosed) for (const { reject } of pending) reject(new BrokerAway('closed', { cause: error }));
      // It will be known in a moment where the room is now: nobody needs to see it ahead.
      else if (trouble === 'moved') this.#late.add(room, pending);
      else this.#runAhead(room, pending, nowMs);
    }
  }

  async #try(
    room: string,
    pending: readonly PendingAppend[],
    nowMs: number,
  ): Promise<readonly (SubmissionOutcome | undefined)[]> {
    const { log, clock, nodeOf } = this.#options;
    const node = nodeOf(room);
    if (!node) throw new NotSent('Redis is away');
    const untilMs = Math.min(...pending.map((one) => one.untilMs));
    const items = pending.map(({ submission, claims }) => ({ ...submission, claims }));
    return log.append(node, room, { items, nowMs, withinMs: untilMs - MARGIN_MS - clock() });
  }

  #runAhead(room: string, pending: readonly PendingAppend[], nowMs: number): void {
    this.#late.add(room, this.#judge(room, pending, nowMs));
  }

  /**
   * Shows viewers here what this gateway alone would grant. What may be in the log already only the log can refuse.
   *
   * @returns what is still to be brought into the log.
   */
  #judge(room: string, pending: readonly PendingAppend[], nowMs: number): readonly PendingAppend[] {
    const ahead: CommentLine[] = [];
    const late: PendingAppend[] = [];
    for (const one of pending) {
      // Heard of meanwhile: it is in the log.
      if (one.isSettled) continue;
      one.isJudgedHere = true;
      const outcome = this.#claims.decide(one.submission, nowMs);
      if (!outcome.ok && !one.mayBeStored) {
        one.resolve(outcome);
        this.#unheard.remove(room, one);
        continue;
      }
      if (outcome.ok) {
        // What was granted here is not asked for again: the outage would be held against the poster.
        one.claims = [];
        if (!outcome.repeated && !one.submission.hidden) ahead.push(one.submission.line);
      }
      late.push(one);
    }
    this.#options.counters.ahead += ahead.length;
    if (ahead.length > 0) this.#options.show(room, ahead);
    return late;
  }
}

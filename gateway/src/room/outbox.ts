/**
 * What one flush carries to the viewers of a room. Over the budget it leaves out, fairly by user, and counts; it never
 * queues from one flush to the next.
 */
import {
  withCount,
  isAmong,
  type CommentLine,
  type LogLine,
  type RecallLine,
  type Recalled,
  type SettingsLine,
} from './log-line.ts';
import { fullBucket, refill, type Bucket, type BucketRate } from './token-bucket.ts';

export interface Budget {
  /** Ordinary comments a second. */
  readonly ordinaryPerSecond: number;
  /** What owner, moderator and paid comments have on top, for themselves. */
  readonly reservedPerSecond: number;
}

export interface FlushContent {
  /** Comments to send, as JSON, in log order. */
  readonly comments: readonly string[];
  /** Comments the budget did not let through. */
  readonly leftOut: number;
  /** Comments that travel as the `count` of another. */
  readonly merged: number;
  /** Comments taken back before they were sent. */
  readonly recalled: number;
  /** Recalls and settings, in log order; they go before the comments, which are those that no recall took back. */
  readonly controls: readonly (RecallLine | SettingsLine)[];
}

/** Whether viewers are told of `content` by a `comments` frame, and with it of the offset it ends at. */
export function hasCommentsFrame({ comments, leftOut }: FlushContent): boolean {
  return comments.length > 0 || leftOut > 0;
}

interface Pending {
  readonly line: CommentLine;
  count: number;
}

export class Outbox {
  readonly #ordinaryRate: BucketRate;
  readonly #reservedRate: BucketRate;
  readonly #ordinary: Bucket;
  readonly #reserved: Bucket;
  #pending: Pending[] = [];
  #byMergeKey = new Map<string, Pending>();
  #controls: (RecallLine | SettingsLine)[] = [];
  #reservedCount = 0;
  #merged = 0;
  #recalled = 0;
  #lost = 0;

  constructor(budget: Budget, nowMs: number) {
    this.#ordinaryRate = { perSecond: budget.ordinaryPerSecond, burst: budget.ordinaryPerSecond };
    this.#reservedRate = { perSecond: budget.reservedPerSecond, burst: budget.reservedPerSecond };
    this.#ordinary = fullBucket(this.#ordinaryRate, nowMs);
    this.#reserved = fullBucket(this.#reservedRate, nowMs);
  }

  get isEmpty(): boolean {
    return this.#pending.length === 0 && this.#controls.length === 0 && this.#lost === 0;
  }

  /** @param merge whether equal comments of one flush travel as one with a count. */
  add(line: LogLine, merge: boolean): void {
    if (line.kind === 'state') return;
    if (line.kind !== 'comment') {
      if (line.kind === 'recall') this.#recall(line.what);
      this.#controls.push(line);
      return;
    }
    const equal = merge ? this.#byMergeKey.get(line.mergeKey) : undefined;
    if (equal && equal.line.reserved === line.reserved) {
      equal.count += 1;
      this.#merged += 1;
      return;
    }
    const pending = { line, count: 1 };
    this.#pending.push(pending);
    if (line.reserved) this.#reservedCount += 1;
    if (merge) this.#byMergeKey.set(line.mergeKey, pending);
  }

  /** Counts a comment that will never be sent: it is too old by now. */
  leaveOut(): void {
    this.#lost += 1;
  }

  /** Takes everything out. What the budget does not cover now is left out, not kept. */
  flush(nowMs: number): FlushContent {
    refill(this.#ordinary, this.#ordinaryRate, nowMs);
    refill(this.#reserved, this.#reservedRate, nowMs);
    const chosen = this.#choose();
    let leftOut = 0;
    const comments: string[] = [];
    for (const [index, pending] of this.#pending.entries()) {
      if (chosen === undefined || chosen.has(index)) comments.push(withCount(pending.line.json, pending.count));
      else leftOut += pending.count;
    }
    // A comment left out takes the ones merged into it along.
    const merged = this.#merged - (leftOut - (this.#pending.length - comments.length));
    leftOut += this.#lost;
    const content = { comments, leftOut, merged, recalled: this.#recalled, controls: this.#controls };
    this.#pending = [];
    this.#byMergeKey = new Map();
    this.#controls = [];
    this.#reservedCount = 0;
    this.#merged = 0;
    this.#recalled = 0;
    this.#lost = 0;
    return content;
  }

  /** Indices of the pending comments that the budget covers; `undefined` when it covers all. */
  #choose(): Set<number> | undefined {
    const ordinaryCount = this.#pending.length - this.#reservedCount;
    if (this.#reservedCount <= this.#reserved.tokens && ordinaryCount <= this.#ordinary.tokens) {
      this.#reserved.tokens -= this.#reservedCount;
      this.#ordinary.tokens -= ordinaryCount;
      return undefined;
    }
    const reserved: number[] = [];
    const ordinary: number[] = [];
    for (const [index, pending] of this.#pending.entries()) (pending.line.reserved ? reserved : ordinary).push(index);
    const reservedRoom = Math.min(reserved.length, Math.floor(this.#reserved.tokens));
    this.#reserved.tokens -= reservedRoom;
    // Reserved comments beyond their reserve compete with the ordinary ones, before them.
    const others = [...reserved.slice(reservedRoom), ...this.#fairOrder(ordinary)];
    const ordinaryRoom = Math.min(others.length, Math.floor(this.#ordinary.tokens));
    this.#ordinary.tokens -= ordinaryRoom;
    return new Set([...reserved.slice(0, reservedRoom), ...others.slice(0, ordinaryRoom)]);
  }

  /** Everybody's first comment before anybody's second; among equals the earlier. */
  #fairOrder(indices: readonly number[]): number[] {
    if (indices.length <= this.#ordinary.tokens) return [...indices];
    const perUser = new Map<string, number>();
    const ranks: number[][] = [];
    for (const index of indices) {
      const userId = this.#pending[index]?.line.userId ?? '';
      const rank = perUser.get(userId) ?? 0;
      perUser.set(userId, rank + 1);
      (ranks[rank] ??= []).push(index);
    }
    return ranks.flat();
  }

  #recall(what: Recalled): void {
    const isRecalled = isAmong(what);
    const kept: Pending[] = [];
    for (const pending of this.#pending) {
      if (!isRecalled(pending.line)) {
        kept.push(pending);
        continue;
      }
      // Its equals were merged into it and vanish with it.
      this.#recalled += pending.count;
      if (pending.line.reserved) this.#reservedCount -= 1;
      this.#merged -= pending.count - 1;
      this.#byMergeKey.delete(pending.line.mergeKey);
    }
    this.#pending = kept;
  }
}

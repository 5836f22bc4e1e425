/**
 * Comments that have arrived and have not started. A batch is released evenly over the time until the next one
 * is due, so that a gateway's flush does not show as a clump; what waits too long is no longer worth showing.
 */

/** The gateway flushes a room every 50 to 400 ms. */
const LONGEST_SPREAD_MS = 400;
/** A longer pause says nothing of the flush. */
const PAUSE_MS = 1_000;
const CAPACITY = 1_000;

interface Waiting<T> {
  readonly value: T;
  readonly releaseMs: number;
  readonly expiresMs: number;
}

export interface Arrival<T> {
  readonly value: T;
  /** Local time after which it is too old to be shown. */
  readonly expiresMs: number;
}

export class PendingQueue<T> {
  #waiting: Waiting<T>[] = [];
  #lastPushMs: number | undefined;
  #spreadMs = 50;

  get size(): number {
    return this.#waiting.length;
  }

  /** Takes one batch. Returns what no longer fits: the oldest go first. */
  push(batch: readonly Arrival<T>[], nowMs: number): T[] {
    const sinceMs = this.#lastPushMs === undefined ? Infinity : nowMs - this.#lastPushMs;
    this.#lastPushMs = nowMs;
    if (sinceMs < PAUSE_MS) {
      this.#spreadMs += (Math.min(sinceMs, LONGEST_SPREAD_MS) - this.#spreadMs) / 4;
    }
    batch.forEach(({ value, expiresMs }, i) => {
      this.#waiting.push({ value, releaseMs: nowMs + (i * this.#spreadMs) / batch.length, expiresMs });
    });
    return this.#waiting.splice(0, this.#waiting.length - CAPACITY).map(({ value }) => value);
  }

  /** What may start now, in order of arrival, and what has become too old. */
  take(nowMs: number): { readonly due: T[]; readonly tooOld: T[] } {
    const due: T[] = [];
    const tooOld: T[] = [];
    let taken = 0;
    for (const { value, releaseMs, expiresMs } of this.#waiting) {
      if (releaseMs > nowMs) break;
      (expiresMs < nowMs ? tooOld : due).push(value);
      taken += 1;
    }
    if (taken > 0) this.#waiting.splice(0, taken);
    return { due, tooOld };
  }

  /** Takes out everything that `matches`. */
  drop(matches: (value: T) => boolean): T[] {
    const dropped = this.#waiting.filter(({ value }) => matches(value));
    if (dropped.length > 0) this.#waiting = this.#waiting.filter(({ value }) => !matches(value));
    return dropped.map(({ value }) => value);
  }
}

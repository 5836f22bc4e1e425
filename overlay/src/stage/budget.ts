/**
 * How long a tick may make pictures. Little as long as that keeps up; more, tick by tick, while comments are waiting:
 * one that is late in the picture is worse than a frame that is. Pure.
 */

const LEAST_MS = 3;
/** A tick that leaves some waiting lets the next one take so many times as long. */
const GROWTH = 1.6;
/** At most this share of the time between two ticks, and this much where they are close together or far apart. */
const MOST = { share: 0.5, leastMs: 8, mostMs: 80 };

export class Budget {
  #ms = LEAST_MS;
  #lastMs: number | undefined;

  /** What the tick at `nowMs` may take, in milliseconds. */
  at(nowMs: number): number {
    const sinceMs = this.#lastMs === undefined ? 0 : nowMs - this.#lastMs;
    this.#lastMs = nowMs;
    const most = Math.min(Math.max(sinceMs * MOST.share, MOST.leastMs), MOST.mostMs);
    return Math.min(this.#ms, most);
  }

  /** The tick is over. */
  end(isBehind: boolean): void {
    this.#ms = isBehind ? Math.min(this.#ms * GROWTH, MOST.mostMs) : LEAST_MS;
    // Between ticks without work any time may pass.
    if (!isBehind) this.#lastMs = undefined;
  }
}

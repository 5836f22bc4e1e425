/**
 * How long a tick may make pictures. Little as long as that keeps up; more, tick by tick, while comments are waiting:
 * one that is late in the picture is worse than a frame that is. Pure.
 */

const LEAST_MS = 3;
/** What a picture takes at least; what waits is worth that much at once. */
const PICTURE_MS = 0.15;
/** A tick that leaves some waiting lets the next one take so many times as long. */
const GROWTH = 1.6;
/** At most this share of the time between two ticks, and this much where they are close together or far apart. */
const MOST = { share: 0.5, leastMs: 8, mostMs: 200 };

export class Budget {
  #ms = LEAST_MS;
  #lastMs: number | undefined;

  /** What the tick at `nowMs` may take for so many that wait, in milliseconds. To be asked in every tick. */
  at(nowMs: number, waiting: number): number {
    const sinceMs = this.#lastMs === undefined ? 0 : nowMs - this.#lastMs;
    this.#lastMs = nowMs;
    const most = Math.min(Math.max(sinceMs * MOST.share, MOST.leastMs), MOST.mostMs);
    return Math.min(Math.max(this.#ms, waiting * PICTURE_MS), most);
  }

  /** The tick is over. */
  end(isBehind: boolean): void {
    this.#ms = isBehind ? Math.min(this.#ms * GROWTH, MOST.mostMs) : LEAST_MS;
  }
}

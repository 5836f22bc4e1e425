/**
 * Stage time for two threads. The page says where stage time was and how fast it runs; the worker goes on from there
 * by itself, and hears again only when that is no longer true. Pure.
 */

export interface Pace {
  readonly stageMs: number;
  /** Milliseconds since 1970, of the frame at which it was that. */
  readonly atMs: number;
  /** Stage milliseconds a millisecond; 0 holds the picture. */
  readonly rate: number;
}

/** The worker may be off by so much before it is told: a quarter of a frame. */
const TOLERANCE_MS = 4;
/** The rate is taken over this long: single frames swing. */
const RATE_MS = 120;
/** Share of an error made good in a frame, and how much of its own way a picture may give up for that. */
const EASE = 0.15;
const MOST_OF_STEP = 0.8;
/** What is further off is another place, not an error. */
const LEAP_MS = 250;

export function stageAt({ stageMs, atMs, rate }: Pace, nowMs: number): number {
  return stageMs + (nowMs - atMs) * rate;
}

/** On the page: says when the worker must hear of it. */
export class PaceTeller {
  #told: Pace | undefined;
  #rate = 1;
  #since: Pace | undefined;
  #last = NaN;

  /** Stage time was `stageMs` in the frame at `atMs`. Returns what to tell, if anything. */
  at(stageMs: number, atMs: number): Pace | undefined {
    if (this.#last === stageMs) return this.hold(stageMs, atMs);
    this.#last = stageMs;
    this.#learnRate(stageMs, atMs);
    const told = this.#told;
    if (told !== undefined && told.rate !== 0 && Math.abs(stageAt(told, atMs) - stageMs) <= TOLERANCE_MS) {
      return undefined;
    }
    return (this.#told = { stageMs, atMs, rate: this.#rate });
  }

  /** It stays at `stageMs`. */
  hold(stageMs: number, atMs: number): Pace | undefined {
    this.#since = undefined;
    if (this.#told?.rate === 0 && this.#told.stageMs === stageMs) return undefined;
    return (this.#told = { stageMs, atMs, rate: 0 });
  }

  #learnRate(stageMs: number, atMs: number): void {
    const since = this.#since;
    if (since === undefined) this.#since = { stageMs, atMs, rate: this.#rate };
    else if (atMs - since.atMs >= RATE_MS) {
      const rate = (stageMs - since.stageMs) / (atMs - since.atMs);
      // Playing backwards or a leap is no rate.
      if (rate > 0.05 && rate < 20) this.#rate = Math.abs(rate - 1) < 0.05 ? 1 : rate;
      this.#since = { stageMs, atMs, rate: this.#rate };
    }
  }
}

/** In the worker: answers the stage time of each frame, and makes errors good without a visible leap. */
export class PaceFollower {
  #pace: Pace = { stageMs: 0, atMs: 0, rate: 0 };
  #aheadMs = 0;
  #lastMs = 0;

  /** Whether the picture moves by itself. */
  get runs(): boolean {
    return this.#pace.rate !== 0;
  }

  follow(pace: Pace, nowMs: number): void {
    const aheadMs = this.runs && pace.rate !== 0 ? this.#at(nowMs) - stageAt(pace, nowMs) : 0;
    this.#aheadMs = Math.abs(aheadMs) < LEAP_MS ? aheadMs : 0;
    if (!this.runs) this.#lastMs = nowMs;
    this.#pace = pace;
  }

  #at(nowMs: number): number {
    return stageAt(this.#pace, nowMs) + this.#aheadMs;
  }

  /** Stage time in the frame at `nowMs`. */
  next(nowMs: number): number {
    const stepMs = Math.max(0, nowMs - this.#lastMs) * this.#pace.rate;
    this.#lastMs = nowMs;
    const most = Math.abs(stepMs) * MOST_OF_STEP;
    this.#aheadMs -= Math.min(most, Math.max(-most, this.#aheadMs * EASE));
    if (Math.abs(this.#aheadMs) < 0.05) this.#aheadMs = 0;
    return this.#at(nowMs);
  }
}

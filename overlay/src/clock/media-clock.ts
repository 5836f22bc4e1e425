/**
 * Time that follows a player. What players tell comes in steps and late; this runs evenly beside it, is pulled
 * gently where it drifts, and leaps where the player has.
 */

/** Where a player is. */
export interface MediaTime {
  readonly ms: number;
  /** Media time per time; 0 while it stands still: paused, stalled, seeking. */
  readonly rate: number;
  /** Another number after each seek. */
  readonly seek: number;
}

export interface MediaStep {
  /** How far it went, in milliseconds; the whole way of a leap. */
  readonly stepMs: number;
  readonly leapt: boolean;
}

/** Less drift than this is left alone: players tell their time no better. */
const TOLERATED_MS = 30;
/** More is no drift. */
const LEAP_MS = 300;
/** Share of the drift that one frame makes good, at the least tolerated and at the most. */
const PULL = { least: 0.05, most: 0.15 };
/** What stands still is met exactly, in the end. */
const MET_MS = 0.5;

export class MediaClock {
  #ms: number | undefined;
  #seek = 0;

  /** Where it is; `undefined` before the first {@link advance}. */
  get ms(): number | undefined {
    return this.#ms;
  }

  /**
   * @param frameStepMs how long this frame is, smoothed.
   * @param now what the player tells.
   */
  advance(frameStepMs: number, now: MediaTime): MediaStep {
    const before = this.#ms;
    const expected = (before ?? 0) + frameStepMs * now.rate;
    const drift = now.ms - expected;
    if (before === undefined || now.seek !== this.#seek || Math.abs(drift) > LEAP_MS * Math.max(1, now.rate)) {
      this.#ms = now.ms;
      this.#seek = now.seek;
      return { stepMs: now.ms - (before ?? now.ms), leapt: true };
    }
    this.#ms = now.rate === 0 ? meet(expected, drift) : Math.max(before, pull(expected, drift));
    return { stepMs: this.#ms - before, leapt: false };
  }

  /** Whether it has nowhere to go. */
  isAt({ ms, rate, seek }: MediaTime): boolean {
    return rate === 0 && this.#ms === ms && this.#seek === seek;
  }

  /** The next time it is told, it leaps there. */
  reset(): void {
    this.#ms = undefined;
  }
}

function pull(expected: number, drift: number): number {
  const size = Math.abs(drift);
  if (size <= TOLERATED_MS) return expected;
  const share = PULL.least + (PULL.most - PULL.least) * Math.min(1, (size - TOLERATED_MS) / (LEAP_MS - TOLERATED_MS));
  return expected + drift * share;
}

function meet(ms: number, drift: number): number {
  return Math.abs(drift) <= MET_MS ? ms + drift : ms + drift * PULL.most;
}

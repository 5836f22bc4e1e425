/** What became of the comments, in numbers. */
import type { SkipReason } from '../engine.ts';

export class Tally {
  shown = 0;
  merged = 0;
  frameMs = 0;
  readonly #skipped: Record<SkipReason, number> = {
    no_lane: 0,
    too_many: 0,
    too_old: 0,
    blocked: 0,
    mode_off: 0,
    hidden: 0,
    duplicate_id: 0,
  };

  skip(reason: SkipReason): void {
    this.#skipped[reason] += 1;
  }

  get skipped(): Record<SkipReason, number> {
    return { ...this.#skipped };
  }

  /** Takes in how long one tick held the main thread. */
  frame(tookMs: number): void {
    this.frameMs += (tookMs - this.frameMs) / 16;
  }
}

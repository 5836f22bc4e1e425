/** What became of the comments, in numbers. */
import type { DanmakuComment } from '@danmaku-live/protocol';
import type { SkipReason } from '../engine.ts';

/** One tick of so many is timed, and counts for this share of the mean. */
const TIMED_EVERY = 5;
const NEWEST = 0.25;

export class Tally {
  shown = 0;
  merged = 0;
  frameMs = 0;
  #ticks = 0;
  readonly #skipped: Record<SkipReason, number> = {
    no_lane: 0,
    too_many: 0,
    too_old: 0,
    blocked: 0,
    mode_off: 0,
    hidden: 0,
    duplicate_id: 0,
  };

  readonly #onSkip: (comment: DanmakuComment, reason: SkipReason) => void;

  constructor(onSkip: (comment: DanmakuComment, reason: SkipReason) => void) {
    this.#onSkip = onSkip;
  }

  skip(comment: DanmakuComment, reason: SkipReason): void {
    this.#skipped[reason] += 1;
    this.#onSkip(comment, reason);
  }

  count(comment: DanmakuComment, outcome: SkipReason | 'shown' | 'merged'): void {
    if (outcome === 'shown' || outcome === 'merged') this[outcome] += 1;
    else this.skip(comment, outcome);
  }

  /** It counted as shown, and could not be drawn after all. */
  takeBack(comment: DanmakuComment): void {
    this.shown -= 1;
    this.skip(comment, 'too_many');
  }

  get skipped(): Record<SkipReason, number> {
    return { ...this.#skipped };
  }

  /** When the tick that begins began, if it is one of those that are timed: clocks cost more than a tick of flight. */
  startTick(): number | undefined {
    this.#ticks += 1;
    return this.#ticks % TIMED_EVERY === 1 ? performance.now() : undefined;
  }

  /** The tick is over that began then. */
  endTick(startMs: number | undefined): void {
    if (startMs !== undefined) this.frameMs += (performance.now() - startMs - this.frameMs) * NEWEST;
  }
}

/**
 * Stage time from frame times. Frame deltas swing (12 to 21 ms at 60 Hz), and a position computed from
 * the raw ones trembles; stage time advances by their smoothed value and is pulled back to the true sum.
 */

/** Share of the remaining difference that one frame makes good. */
const PULL = 0.1;
/** A frame later than this many usual ones is a hitch: stage time slips instead of leaping after it. */
const HITCH_FRAMES = 3;
const NOMINAL_MS = 1000 / 60;

export class FrameClock {
  #stageMs = 0;
  #stepMs = NOMINAL_MS;
  #behindMs = 0;
  #lastFrameMs: number | undefined;

  /** Stage time of the last frame, in milliseconds. It never runs backwards. */
  get stageMs(): number {
    return this.#stageMs;
  }

  /**
   * Takes the time of a new frame and answers the stage time to draw. The first frame after
   * {@link stop} counts as one usual step.
   *
   * @param frameMs as `requestAnimationFrame` gives it.
   */
  advance(frameMs: number): number {
    const sinceMs = this.#lastFrameMs === undefined ? this.#stepMs : frameMs - this.#lastFrameMs;
    this.#lastFrameMs = frameMs;
    const rawMs = Math.min(Math.max(sinceMs, 0), this.#stepMs * HITCH_FRAMES);
    this.#stepMs = Math.max(1, this.#stepMs + (rawMs - this.#stepMs) * PULL);
    this.#behindMs += rawMs - this.#stepMs;
    const pullMs = this.#behindMs * PULL;
    const stepMs = Math.max(0, this.#stepMs + pullMs);
    this.#behindMs -= stepMs - this.#stepMs;
    this.#stageMs += stepMs;
    return this.#stageMs;
  }

  /** No frames for a while: the time until the next one does not count. */
  stop(): void {
    this.#lastFrameMs = undefined;
    this.#behindMs = 0;
  }
}

/**
 * How finely the picture is drawn. Where frames come late for a while the picture gets coarser before any comment is
 * left out; where they have been in time for long it gets finer again. A step that did not help is taken back: the
 * screen is slow by itself, or somebody else keeps it busy. Pure.
 */

/** Shares of the device's pixels, each way. */
const STEPS = [1, 0.75, 0.5] as const;
/** A frame later than this after the last is late: under 40 a second. */
const LATE_MS = 25;
/** Frames further apart are no sign of load: the page itself stood still. */
const PAUSE_MS = 600;
/** Frames are judged together for so long, and at least so many. */
const WINDOW = { ms: 1_500, frames: 8 };
/** Coarser when more than this share of a window was late, finer when less than that. */
const TOO_MANY = 0.6;
const FEW = 0.1;
/** A coarser picture must bring frames this much closer together. */
const WORTH = 0.85;
/** Windows before another step is tried, at first and at most: twice as many after each that did not last. */
const PATIENCE = { least: 6, most: 200 };

export class Resolution {
  #step = 0;
  #lastMs: number | undefined;
  #frames = 0;
  #late = 0;
  #ms = 0;
  #goodWindows = 0;
  #patience: number = PATIENCE.least;
  /** Windows in which no coarser step is tried. */
  #barred = 0;
  /** Milliseconds a frame took before the step just taken; the first window after it pays for the step itself. */
  #before: { readonly frameMs: number; isSettled: boolean } | undefined;

  /** Share of the device's pixels, each way, that is drawn now. */
  get share(): number {
    return STEPS[this.#step] ?? 1;
  }

  /** Nothing is drawn for a while: the time until the next frame says nothing. */
  rest(): void {
    this.#lastMs = undefined;
  }

  /** A frame is drawn at `nowMs`. Returns whether {@link share} is another from now on. */
  frame(nowMs: number): boolean {
    const sinceMs = this.#lastMs === undefined ? Infinity : nowMs - this.#lastMs;
    this.#lastMs = nowMs;
    if (sinceMs > PAUSE_MS) return false;
    this.#frames += 1;
    this.#ms += sinceMs;
    if (sinceMs > LATE_MS) this.#late += 1;
    if (this.#ms < WINDOW.ms || this.#frames < WINDOW.frames) return false;
    const [late, frameMs] = [this.#late / this.#frames, this.#ms / this.#frames];
    this.#frames = this.#late = this.#ms = 0;
    return this.#judge(late, frameMs);
  }

  #judge(late: number, frameMs: number): boolean {
    const before = this.#before;
    if (before?.isSettled === false) {
      before.isSettled = true;
      return false;
    }
    this.#before = undefined;
    if (before !== undefined && frameMs > before.frameMs * WORTH) {
      this.#barred = this.#patience;
      return this.#finer();
    }
    this.#barred -= 1;
    if (late > TOO_MANY) return this.#barred < 0 && this.#coarser(frameMs);
    this.#goodWindows = late < FEW ? this.#goodWindows + 1 : 0;
    return this.#goodWindows >= this.#patience && this.#finer();
  }

  #coarser(frameMs: number): boolean {
    this.#goodWindows = 0;
    if (this.#step === STEPS.length - 1) return false;
    this.#before = { frameMs, isSettled: false };
    this.#step += 1;
    return true;
  }

  #finer(): boolean {
    this.#goodWindows = 0;
    if (this.#step === 0) return false;
    this.#step -= 1;
    this.#patience = Math.min(this.#patience * 2, PATIENCE.most);
    return true;
  }
}

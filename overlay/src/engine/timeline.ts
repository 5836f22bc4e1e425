/**
 * Stage time: what the picture is a function of. By itself it runs with the frames; over a recording it is the
 * position in it; synchronised with a programme it runs as the programme does.
 */
import { FrameClock } from '../clock/frame-clock.ts';
import { MediaClock } from '../clock/media-clock.ts';
import type { MediaTime } from '../clock/media-clock.ts';
import type { MediaWatch } from './media-watch.ts';

export type Following = 'nothing' | 'recording' | 'programme';

export interface Leap {
  /** Milliseconds; negative: back. */
  readonly byMs: number;
}

export class Timeline {
  readonly #watch: MediaWatch;
  readonly #frames = new FrameClock();
  readonly #media = new MediaClock();
  #stageMs = 0;
  #following: Following = 'nothing';
  /** Comments come this much later than their moment, in milliseconds. */
  offsetMs = 0;

  constructor(watch: MediaWatch) {
    this.#watch = watch;
  }

  get following(): Following {
    return this.#following;
  }

  get stageMs(): number {
    return this.#stageMs;
  }

  /** Moment of the programme that is drawn; `undefined` while none is known. */
  get programmeMs(): number | undefined {
    return this.#following === 'programme' ? this.#media.ms : undefined;
  }

  follow(what: Following): void {
    if (what === this.#following) return;
    this.#following = what;
    this.#media.reset();
  }

  /** What the player tells now, the offset reckoned in. */
  told(nowMs: number): MediaTime | undefined {
    if (this.#following === 'nothing') return undefined;
    const told = this.#following === 'recording' ? this.#watch.recordingTime(nowMs) : this.#watch.programmeTime(nowMs);
    return told && { ...told, ms: told.ms - this.offsetMs };
  }

  /**
   * A new frame.
   *
   * @param frameMs as `requestAnimationFrame` gives it.
   * @returns the leap, where the player has leapt.
   */
  advance(frameMs: number): Leap | undefined {
    const before = this.#frames.stageMs;
    const stepMs = this.#frames.advance(frameMs) - before;
    const told = this.told(frameMs);
    if (told === undefined) {
      // A recording without its player stands still; a programme that is not known is none.
      if (this.#following !== 'recording') this.#stageMs += stepMs;
      this.#media.reset();
      return undefined;
    }
    const wasKnown = this.#media.ms !== undefined;
    const step = this.#media.advance(stepMs, told);
    if (this.#following === 'recording') {
      this.#stageMs = this.#media.ms ?? 0;
      return step.leapt ? { byMs: wasKnown ? step.stepMs : Infinity } : undefined;
    }
    if (!step.leapt) {
      this.#stageMs += step.stepMs;
      return undefined;
    }
    if (step.stepMs > 0) this.#stageMs += step.stepMs;
    return { byMs: step.stepMs };
  }

  /** Whether nothing moves, and nothing will until there is news. */
  standsStill(nowMs: number): boolean {
    const told = this.told(nowMs);
    if (told === undefined) return this.#following === 'recording';
    return this.#media.isAt(told);
  }

  /** No frames for a while: the time until the next one does not count. */
  stop(): void {
    this.#frames.stop();
  }
}

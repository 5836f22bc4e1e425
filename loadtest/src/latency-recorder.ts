/**
 * Latencies of deliveries: from the intended moment of a comment to the moment a viewer's bytes were read.
 * A frame reaches many viewers within microseconds, so arrivals are joined: one record per comment and moment,
 * not per comment and viewer. That keeps a thread able to read millions of deliveries a second.
 */
import type { SeenFrame } from './feed.ts';
import { LatencyHistogram } from './histogram.ts';

/** Arrivals this close count as one moment: the error it brings to a latency. */
const JOINED_MS = 0.05;

export class LatencyRecorder {
  readonly #histogram = LatencyHistogram.empty();
  /** Frames with arrivals that are not in the histogram yet. */
  #open: SeenFrame[] = [];
  #startMs = 0;

  /** @param startMs the run's start on the tool's clock; the intended moments of frames count from it. */
  start(startMs: number): void {
    this.#startMs = startMs;
  }

  /** Milliseconds since the run's start. */
  elapsedMs(nowMs: number): number {
    return nowMs - this.#startMs;
  }

  arrived(frame: SeenFrame, nowMs: number): void {
    if (frame.arrivals > 0) {
      if (nowMs - frame.arrivedMs < JOINED_MS) {
        frame.arrivals += 1;
        return;
      }
      this.#settle(frame);
    } else {
      this.#open.push(frame);
    }
    frame.arrivals = 1;
    frame.arrivedMs = nowMs;
  }

  /** One delivery outside a shared frame: in a welcome that made up for a gap. */
  delivered(intendedMs: number, nowMs: number): void {
    this.#histogram.record(nowMs - this.#startMs - intendedMs);
  }

  /** All latencies since the last call, encoded. */
  take(): string {
    for (const frame of this.#open) {
      this.#settle(frame);
      frame.arrivals = 0;
    }
    this.#open = [];
    const encoded = this.#histogram.encode();
    this.#histogram.reset();
    return encoded;
  }

  #settle(frame: SeenFrame): void {
    const elapsedMs = frame.arrivedMs - this.#startMs;
    for (const intendedMs of frame.intendedMs) this.#histogram.record(elapsedMs - intendedMs, frame.arrivals);
  }
}

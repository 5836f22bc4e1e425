/**
 * Latencies of deliveries: from the intended moment of a comment to the moment a viewer's bytes were read.
 * A frame reaches many viewers within microseconds, so arrivals are joined: one record per comment and moment,
 * not per comment and viewer. That keeps a thread able to read millions of deliveries a second.
 */
import { LatencyHistogram } from './histogram.ts';

/** Arrivals this close count as one moment: the error it brings to a latency, absolute and as a share of it. */
const JOINED_MS = 0.05;
const JOINED_SHARE = 0.005;

/** A frame as far as its latencies go. */
export interface ArrivingFrame {
  /** Intended moments (ms from the start) of its measured comments. */
  readonly intendedMs: readonly number[];
  /** Deliveries not yet in the histogram, all at nearly the same moment. */
  arrivals: number;
  arrivedMs: number;
  /** How long after `arrivedMs` an arrival is still of that moment. */
  joinedMs: number;
}

export class LatencyRecorder {
  readonly #histogram = LatencyHistogram.empty();
  /** Frames with arrivals that are not in the histogram yet. */
  #open: ArrivingFrame[] = [];
  #startMs = 0;

  /** @param startMs the run's start on the tool's clock; the intended moments of frames count from it. */
  start(startMs: number): void {
    this.#startMs = startMs;
  }

  /** Milliseconds since the run's start. */
  elapsedMs(nowMs: number): number {
    return nowMs - this.#startMs;
  }

  arrived(frame: ArrivingFrame, nowMs: number): void {
    if (frame.arrivals > 0) {
      if (nowMs - frame.arrivedMs < frame.joinedMs) {
        frame.arrivals += 1;
        return;
      }
      this.#settle(frame);
    } else {
      this.#open.push(frame);
    }
    frame.arrivals = 1;
    frame.arrivedMs = nowMs;
    const shortestMs = nowMs - this.#startMs - (frame.intendedMs.at(-1) ?? 0);
    frame.joinedMs = Math.max(JOINED_MS, shortestMs * JOINED_SHARE);
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

  #settle(frame: ArrivingFrame): void {
    const elapsedMs = frame.arrivedMs - this.#startMs;
    for (const intendedMs of frame.intendedMs) this.#histogram.record(elapsedMs - intendedMs, frame.arrivals);
  }
}

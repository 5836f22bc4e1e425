/**
 * How far a viewer is behind. The kernel swallows megabytes before back-pressure shows, so the first sign of a slow
 * viewer is the offset in its heartbeat, held against what had been flushed when.
 */
import type { Offset } from './offset.ts';

const MARK_EVERY_MS = 500;
const MARKS = 32;

/** What had been flushed at which moment, for the last 16 seconds. */
export class FlushMarks {
  readonly #marks: { timeMs: number; seq: number }[] = [];

  add(flushed: Offset, nowMs: number): void {
    const newest = this.#marks.at(-1);
    if (newest && nowMs - newest.timeMs < MARK_EVERY_MS) return;
    this.#marks.push({ timeMs: nowMs, seq: flushed.seq });
    if (this.#marks.length > MARKS) this.#marks.shift();
  }

  /** The log is another one: its numbers say nothing about those of the last. */
  clear(): void {
    this.#marks.length = 0;
  }

  /** Whether something flushed more than `maxLagMs` ago has not been processed by a viewer that is at `seq`. */
  isBehind(seq: number, nowMs: number, maxLagMs: number): boolean {
    for (let index = this.#marks.length - 1; index >= 0; index -= 1) {
      const mark = this.#marks[index];
      if (mark && mark.timeMs <= nowMs - maxLagMs) return seq < mark.seq;
    }
    return false;
  }
}

/**
 * Comments that viewers here have had and the near history holds no more. A log that was lost is given back by whoever knows
 * a part of it, and one that went back to an older copy tells an older part of itself: neither shall be shown again.
 */
import type { CommentLine, LogLine } from './log-line.ts';

const SWEEP_MS = 1000;

export class HadComments {
  /** Until when each is remembered, by id. */
  readonly #untilMs = new Map<string, number>();
  #sweptMs = 0;
  #newestMs = Number.NEGATIVE_INFINITY;

  has({ id, timeMs }: CommentLine): boolean {
    // What is new is younger than all of them: in a busy room nothing is looked up.
    return timeMs <= this.#newestMs && this.#untilMs.has(id);
  }

  ids(): Iterable<string> {
    return this.#untilMs.keys();
  }

  /** Remembers the comments among `lines` until they are `keptMs` old. */
  add(lines: Iterable<LogLine | undefined>, keptMs: number, nowMs: number): void {
    for (const line of lines) {
      if (line?.kind !== 'comment' || line.timeMs + keptMs <= nowMs) continue;
      this.#untilMs.set(line.id, line.timeMs + keptMs);
      this.#newestMs = Math.max(this.#newestMs, line.timeMs);
    }
    if (Math.abs(nowMs - this.#sweptMs) < SWEEP_MS) return;
    this.#sweptMs = nowMs;
    for (const [id, untilMs] of this.#untilMs) if (untilMs <= nowMs) this.#untilMs.delete(id);
  }
}

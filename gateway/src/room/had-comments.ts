/**
 * Comments that viewers here have had and the near history holds no more. A log that was lost is given back by whoever knows
 * a part of it, and one that went back to an older copy tells an older part of itself: neither shall be shown again.
 */
import type { LogLine } from './log-line.ts';

const SWEEP_MS = 1000;

export class HadComments {
  /** Until when each is remembered, by id. */
  readonly #untilMs = new Map<string, number>();
  #sweptMs = 0;

  has(id: string): boolean {
    return this.#untilMs.has(id);
  }

  ids(): Iterable<string> {
    return this.#untilMs.keys();
  }

  /** Remembers the comments among `lines` until they are `keptMs` old. */
  add(lines: Iterable<LogLine | undefined>, keptMs: number, nowMs: number): void {
    for (const line of lines) {
      if (line?.kind === 'comment' && line.timeMs + keptMs > nowMs) this.#untilMs.set(line.id, line.timeMs + keptMs);
    }
    if (Math.abs(nowMs - this.#sweptMs) < SWEEP_MS) return;
    this.#sweptMs = nowMs;
    for (const [id, untilMs] of this.#untilMs) if (untilMs <= nowMs) this.#untilMs.delete(id);
  }
}

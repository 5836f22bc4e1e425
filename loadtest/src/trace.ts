/**
 * What one viewer saw, in order, kept small: frames as runs along the feed, and what happened in between.
 * A viewer that follows its room without a break is two numbers however long the run.
 */

export type TraceEvent =
  /** Welcomed without `after`. `numbers`: the run's comments in the welcome. */
  | { readonly type: 'joined'; readonly beforeStart: boolean; readonly numbers: readonly number[] }
  /** Welcomed with `after`. `recovered`: `numbers` are exactly those missed. */
  | { readonly type: 'resumed'; readonly recovered: boolean; readonly numbers: readonly number[] }
  /** The connection ended; 0 when the tool itself cut it. */
  | { readonly type: 'closed'; readonly code: number };

/** What a trace needs to know of a frame: its id and the one first seen after it. */
export interface TraceFrame {
  readonly id: number;
  readonly next: readonly TraceFrame[];
}

/** Pairs: a frame's id and the length of the run from there; or a negative event (−1 − its index) and 0. */
export class Trace {
  readonly pairs: number[] = [];
  #last: TraceFrame | undefined;

  frame(frame: TraceFrame): void {
    const last = this.#last;
    if (last && last.next[0] === frame) {
      const length = this.pairs.length - 1;
      this.pairs[length] = (this.pairs[length] ?? 0) + 1;
    } else {
      this.pairs.push(frame.id, 1);
    }
    this.#last = frame;
  }

  event(index: number): void {
    this.pairs.push(-1 - index, 0);
    this.#last = undefined;
  }
}

/** Events by index; equal ones share it, so that viewers to whom the same happened have equal traces. */
export class TraceEvents {
  readonly list: TraceEvent[] = [];
  readonly #indexes = new Map<string, number>();

  indexOf(event: TraceEvent): number {
    const key = JSON.stringify(event);
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    this.#indexes.set(key, this.list.length);
    return this.list.push(event) - 1;
  }
}

export type TraceStep =
  { readonly type: 'frame'; readonly id: number } | { readonly type: 'event'; readonly event: TraceEvent };

/** Every step of a trace. `successor[id]` is the frame first seen after frame `id`. */
export function* traceSteps(
  pairs: readonly number[],
  successor: Int32Array,
  events: readonly TraceEvent[],
): Generator<TraceStep> {
  for (let index = 0; index < pairs.length; index += 2) {
    let id = pairs[index] ?? 0;
    if (id < 0) {
      const event = events[-1 - id];
      if (event) yield { type: 'event', event };
      continue;
    }
    for (let left = pairs[index + 1] ?? 0; left > 0; left -= 1) {
      yield { type: 'frame', id };
      id = successor[id] ?? -1;
    }
  }
}

/** Observations written down by hand, for tests of the ledger. */
import type { RoomObservation } from '../src/observation.ts';
import { TraceEvents, type TraceEvent } from '../src/trace.ts';

/** What a viewer went through: an event, or a frame of numbers. */
export type Step = TraceEvent | readonly number[] | { readonly numbers: readonly number[]; readonly leftOut: number };

export const joined: TraceEvent = { type: 'joined', beforeStart: true, numbers: [] };
export const closed = (code: number): TraceEvent => ({ type: 'closed', code });
export const resumed = (numbers: readonly number[], recovered = true): TraceEvent => ({
  type: 'resumed',
  recovered,
  numbers,
});

/** A worker's observation of viewers written down step by step; every frame is its own. */
export function observe(
  viewers: readonly (readonly Step[])[],
  acked: readonly number[],
  recalled: readonly number[] = [],
): RoomObservation {
  const events = new TraceEvents();
  const frames: { numbers: readonly number[]; leftOut: number }[] = [];
  const groups = viewers.map((steps) => {
    const pairs = steps.flatMap((step) => {
      if ('type' in step) return [-1 - events.indexOf(step), 0];
      frames.push('numbers' in step ? step : { numbers: step, leftOut: 0 });
      return [frames.length - 1, 1];
    });
    return { pairs, viewers: 1 };
  });
  let end = 0;
  return {
    room: 0,
    frames: {
      numbers: Uint32Array.from(frames.flatMap(({ numbers }) => numbers)),
      ends: Uint32Array.from(frames, ({ numbers }) => (end += numbers.length)),
      leftOut: Uint32Array.from(frames, ({ leftOut }) => leftOut),
      merged: new Uint32Array(frames.length),
      stray: new Uint32Array(frames.length),
      foreign: new Uint32Array(frames.length),
      successor: new Int32Array(frames.length).fill(-1),
    },
    events: events.list,
    groups,
    acked: Uint32Array.from(acked),
    unanswered: 0,
    recalled,
  };
}

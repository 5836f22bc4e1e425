/** From a trace back to what its viewers saw: frames and sessions, in order. */
import type { RoomObservation, TraceGroup } from './observation.ts';
import { traceSteps, type TraceEvent } from './trace.ts';

export type WatchStep =
  | { readonly type: 'frame'; readonly numbers: Uint32Array; readonly leftOut: number; readonly merged: number }
  | TraceEvent;

/** All that some viewers saw, the same for each of them. */
export interface Watch {
  readonly viewers: number;
  readonly steps: readonly WatchStep[];
  /** Every number seen, histories included, each once, in the order of its first arrival. */
  readonly numbers: readonly number[];
  readonly stray: number;
  readonly foreign: number;
}

export function readWatch(observation: RoomObservation, group: TraceGroup): Watch {
  const { frames, events } = observation;
  const steps: WatchStep[] = [];
  const numbers = new Set<number>();
  let stray = 0;
  let foreign = 0;
  for (const step of traceSteps(group.pairs, frames.successor, events)) {
    if (step.type === 'event') {
      steps.push(step.event);
      if (step.event.type !== 'closed') for (const number of step.event.numbers) numbers.add(number);
      continue;
    }
    const { id } = step;
    const start = id === 0 ? 0 : (frames.ends[id - 1] ?? 0);
    const inFrame = frames.numbers.subarray(start, frames.ends[id] ?? 0);
    for (const number of inFrame) numbers.add(number);
    stray += frames.stray[id] ?? 0;
    foreign += frames.foreign[id] ?? 0;
    steps.push({
      type: 'frame',
      numbers: inFrame,
      leftOut: frames.leftOut[id] ?? 0,
      merged: frames.merged[id] ?? 0,
    });
  }
  return { viewers: group.viewers, steps, numbers: [...numbers], stray, foreign };
}

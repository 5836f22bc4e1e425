/** What is known at the end of a run and not yet judged; of rooms in a form that crosses threads cheaply. */
import type { Feed, SeenFrame } from './feed.ts';
import type { Plan } from './plan.ts';
import type { Timeline } from './timeline.ts';
import type { TraceEvent } from './trace.ts';

/** All distinct frames of a room, flattened: `numbers` of frame i end at `ends[i]`. */
export interface FrameTable {
  readonly numbers: Uint32Array;
  readonly ends: Uint32Array;
  readonly leftOut: Uint32Array;
  readonly merged: Uint32Array;
  readonly stray: Uint32Array;
  /** Comments of the frame that are not the run's. */
  readonly foreign: Uint32Array;
  /** The frame first seen after it; -1 for none. */
  readonly successor: Int32Array;
}

/** Viewers that saw exactly the same. */
export interface TraceGroup {
  readonly pairs: readonly number[];
  readonly viewers: number;
}

export interface RoomObservation {
  readonly room: number;
  readonly frames: FrameTable;
  readonly events: readonly TraceEvent[];
  readonly groups: readonly TraceGroup[];
  /** Numbers that this worker's publishers got an `ack` for. */
  readonly acked: Uint32Array;
  /** Posts that were sent and never answered. */
  readonly unanswered: number;
  /** Numbers of this worker's publishers that were recalled, by id or with all of the user's. */
  readonly recalled: readonly number[];
}

/** Everything that was measured. */
export interface Observation {
  readonly plan: Plan;
  readonly rooms: readonly RoomObservation[];
  readonly timeline: Timeline;
  readonly seats: number;
  /** Seconds from the first connection to the last welcome. */
  readonly connectSeconds: number;
  /** When posting began, in seconds since the tool began to connect; `undefined` when nobody got in. */
  readonly startSecond: number | undefined;
  readonly postingSeconds: number;
  /** Open when all was settled. */
  readonly openAtEnd: number;
  readonly gatewayCpuSeconds: number;
  readonly stoppedEarly: boolean;
}

export function frameTable(feed: Feed): FrameTable {
  const { frames } = feed;
  const count = frames.length;
  const table = {
    numbers: new Uint32Array(frames.reduce((sum, frame) => sum + frame.content.numbers.length, 0)),
    ends: new Uint32Array(count),
    leftOut: new Uint32Array(count),
    merged: new Uint32Array(count),
    stray: new Uint32Array(count),
    foreign: new Uint32Array(count),
    successor: new Int32Array(count).fill(-1),
  };
  let end = 0;
  frames.forEach((frame, index) => {
    const { content } = frame;
    table.numbers.set(content.numbers, end);
    end += content.numbers.length;
    table.ends[index] = end;
    table.leftOut[index] = content.leftOut;
    table.merged[index] = content.merged;
    table.stray[index] = content.stray;
    table.foreign[index] = content.comments - content.numbers.length - content.stray;
    table.successor[index] = firstNext(frame);
  });
  return table;
}

/** Viewers with equal traces, together. */
export function groupTraces(traces: Iterable<readonly number[]>): readonly TraceGroup[] {
  const groups = new Map<string, { pairs: readonly number[]; viewers: number }>();
  for (const pairs of traces) {
    const key = pairs.join();
    const group = groups.get(key);
    if (group) group.viewers += 1;
    else groups.set(key, { pairs, viewers: 1 });
  }
  return [...groups.values()];
}

function firstNext(frame: SeenFrame): number {
  return frame.next[0]?.id ?? -1;
}

/**
 * When each comment is meant to be sent. The moments are fixed before the run and never move:
 * a gateway that stalls makes comments late, not fewer (open loop).
 */

/** From `fromMs` on, the rate is `factor` times the planned one. Segments stand in order; the first starts at 0. */
export interface Segment {
  readonly fromMs: number;
  readonly factor: number;
}

/** The posts of one room. */
export interface Schedule {
  readonly segments: readonly Segment[];
  readonly perSecond: number;
  /** 0 to 1: where between two posts the first one falls, so that rooms don't post in step. */
  readonly phase: number;
}

/** Milliseconds from the start of the run to the intended moment of post number `number` (from 0). */
export function intendedMs(schedule: Schedule, number: number): number {
  let remaining = ((number + schedule.phase) / schedule.perSecond) * 1000;
  const { segments } = schedule;
  for (let index = 0; index < segments.length; index += 1) {
    const segment = segments[index];
    if (!segment) break;
    const untilMs = segments[index + 1]?.fromMs ?? Infinity;
    const weight = (untilMs - segment.fromMs) * segment.factor;
    if (remaining < weight) return segment.fromMs + remaining / segment.factor;
    remaining -= weight;
  }
  return Infinity;
}

/** How many posts are intended before `endMs`. */
export function postsBefore(schedule: Schedule, endMs: number): number {
  let weightMs = 0;
  schedule.segments.forEach((segment, index) => {
    const untilMs = Math.min(endMs, schedule.segments[index + 1]?.fromMs ?? Infinity);
    weightMs += Math.max(0, untilMs - segment.fromMs) * segment.factor;
  });
  return Math.max(0, Math.ceil((weightMs * schedule.perSecond) / 1000 - schedule.phase - 1e-9));
}

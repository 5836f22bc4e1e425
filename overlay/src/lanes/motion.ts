/**
 * Where a comment is at stage time `T`: one pure formula, of which the vertex shader is the twin.
 * A position is never integrated, so a late frame or a sleeping tab can't make comments touch.
 */

/** Screen coordinates in CSS pixels from the stage's top left, times in stage milliseconds. */
export interface Motion {
  /** Left edge at `fromMs`. */
  readonly x: number;
  /** Top edge, the same for the whole flight. */
  readonly y: number;
  /** Pixels per millisecond; negative flies left, 0 stands. */
  readonly velocity: number;
  /** The anchor: when the left edge is at `x`. It may lie in the future: the comment waits outside. */
  readonly fromMs: number;
  /** When it has left or its time is over. */
  readonly untilMs: number;
}

/** Left edge at `stageMs`. */
export function xAt(motion: Motion, stageMs: number): number {
  return motion.x + motion.velocity * (stageMs - motion.fromMs);
}

/** How long a counter swells when it grows, in stage milliseconds, and by how much. */
export const PULSE_MS = 360;
export const PULSE_GROWTH = 0.5;

/** Factor on a counter's size, `sinceMs` after it grew. */
export function pulseAt(sinceMs: number): number {
  if (!(sinceMs >= 0 && sinceMs < PULSE_MS)) return 1;
  const left = 1 - sinceMs / PULSE_MS;
  return 1 + PULSE_GROWTH * left * left;
}

/** Comments that wait for moderators before everybody sees them. */
import type { DanmakuComment } from '@danmaku-live/protocol';

export interface HeldComment {
  /** Its `time` is set anew when it is published. */
  readonly comment: DanmakuComment;
  readonly untilMs: number;
}

/** Comments a room holds at once; more are refused as `overloaded`. */
export const MAX_HELD = 1000;
const PREFIX = 'held ';

export function heldField(id: string): string {
  return `${PREFIX}${id}`;
}

/** The id behind a field of a room's state, if it is one of ours. */
export function heldIdOf(field: string): string | undefined {
  return field.startsWith(PREFIX) ? field.slice(PREFIX.length) : undefined;
}

/** Comments that wait for moderators before everybody sees them. */
import { parseObject, type DanmakuComment } from '@danmaku-live/protocol';

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

/** What such a field holds; `undefined` where that is no comment. */
export function readHeld(text: string): HeldComment | undefined {
  const held = parseObject(text) as Partial<HeldComment> | undefined;
  const { id, user } = held?.comment ?? {};
  const isOurs = typeof id === 'string' && typeof user?.id === 'string' && typeof held?.untilMs === 'number';
  return isOurs ? (held as HeldComment) : undefined;
}

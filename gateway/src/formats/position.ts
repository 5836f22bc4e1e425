/** Where a comment stands in a recording. */
import { LIMITS, type DanmakuComment } from '@danmaku-live/protocol';

/** Seconds from the start of the recording, never before it. */
export function positionOf({ media, time }: DanmakuComment, start: number): number {
  if (media !== undefined && media < LIMITS.positionSeconds) return media;
  return Math.max(0, (media ?? time / 1000) - start);
}

/** The moment of the first comment that has one, in seconds since 1970; 0 when none has. */
export function startOf(comments: readonly DanmakuComment[]): number {
  let start = Number.POSITIVE_INFINITY;
  for (const { media, time } of comments) {
    if (media === undefined || media >= LIMITS.positionSeconds) start = Math.min(start, media ?? time / 1000);
  }
  return Number.isFinite(start) ? start : 0;
}

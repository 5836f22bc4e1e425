/**
 * Comments as a page may hand them in: `emit` is public, and what a gateway did not check must neither stop a
 * tick nor fill a texture.
 */
import { DEFAULT_STYLE, LIMITS, isColor, isMode, isRole, isSize } from '@danmaku-live/protocol';
import type { DanmakuComment } from '@danmaku-live/protocol';
import type { DrawnComment } from '../draft.ts';

/** The comment with unknown looks at their defaults; `undefined` where it has no id, text or user. */
export function tidy(comment: DrawnComment): DanmakuComment | undefined {
  if (!isWhole(comment)) return undefined;
  const { text, user, mode, color, size, count } = comment;
  const isFine =
    text.length <= LIMITS.textCodeUnits &&
    (user.role === undefined || isRole(user.role)) &&
    (mode === undefined || isMode(mode)) &&
    (color === undefined || isColor(color)) &&
    (size === undefined || isSize(size)) &&
    (count === undefined || (Number.isSafeInteger(count) && count > 0));
  if (isFine) return comment;
  return {
    ...comment,
    text: text.slice(0, LIMITS.textCodeUnits),
    user: isRole(user.role) ? user : { id: user.id, name: user.name },
    mode: isMode(mode) ? mode : DEFAULT_STYLE.mode,
    color: isColor(color) ? color : DEFAULT_STYLE.color,
    size: isSize(size) ? size : DEFAULT_STYLE.size,
    count: Number.isSafeInteger(count) ? Math.max(1, count ?? 1) : 1,
  };
}

function isWhole(comment: DrawnComment): comment is DanmakuComment {
  if (typeof comment?.id !== 'string' || typeof comment.text !== 'string') return false;
  return typeof comment.user?.id === 'string' && comment.text.trim() !== '';
}

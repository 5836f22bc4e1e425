/** How a comment looks under the settings. */
import { DEFAULT_STYLE } from '@danmaku-live/protocol';
import type { DanmakuComment } from '@danmaku-live/protocol';
import type { OverlaySettings } from '../options.ts';
import type { Appearance } from './bullet.ts';
import { SIZE_FACTOR } from './layout.ts';
import type { Layout } from './layout.ts';

/** Width of the glyphs' edge at `outline: 1`, in em, and its least in pixels. */
const OUTLINE = { em: 0.07, minPx: 1.2 };

export function appearanceOf(
  comment: DanmakuComment,
  own: boolean,
  layout: Layout,
  { outline, fontFamily }: OverlaySettings,
): Appearance {
  const fontPx = layout.fontPx * SIZE_FACTOR[comment.size ?? DEFAULT_STYLE.size];
  return {
    text: comment.text,
    fontPx,
    fontFamily,
    color: comment.color ?? DEFAULT_STYLE.color,
    outlinePx: outline > 0 ? Math.max(OUTLINE.minPx, fontPx * OUTLINE.em) * Math.min(outline, 3) : 0,
    own,
  };
}

/** Whether two appearances of one comment are the same. */
export function looksLike(a: Appearance, b: Appearance): boolean {
  return a.fontPx === b.fontPx && a.fontFamily === b.fontFamily && a.outlinePx === b.outlinePx;
}

/** How a comment looks under the settings. */
import { DEFAULT_STYLE } from '@danmaku-live/protocol';
import type { DanmakuComment } from '@danmaku-live/protocol';
import { OUTLINES } from '../options.ts';
import type { OverlaySettings } from '../options.ts';
import type { Appearance } from './bullet.ts';
import { SIZE_FACTOR } from './layout.ts';
import type { Layout } from './layout.ts';

/** Width of the glyphs' edge at `outline: 1`, in em, and its least in pixels; and how far a shadow falls. */
const OUTLINE = { em: 0.07, minPx: 1.2 };
const SHADOW = { em: 0.13, minPx: 2.5 };

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
    outlinePx: outlineOf(outline, fontPx),
    ...(outline === 'shadow' && { shadow: true }),
    own,
  };
}

function outlineOf(outline: OverlaySettings['outline'], fontPx: number): number {
  const factor = typeof outline === 'string' ? OUTLINES[outline] : outline;
  const { em, minPx } = outline === 'shadow' ? SHADOW : OUTLINE;
  return factor > 0 ? Math.max(minPx, fontPx * em) * Math.min(factor, 3) : 0;
}

/** Whether two appearances of one comment are the same. */
export function looksLike(a: Appearance, b: Appearance): boolean {
  const isSameEdge = a.outlinePx === b.outlinePx && a.shadow === b.shadow;
  return isSameEdge && a.fontPx === b.fontPx && a.fontFamily === b.fontFamily;
}

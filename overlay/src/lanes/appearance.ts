/** How a comment looks under the settings. */
import { DEFAULT_STYLE } from '@danmaku-live/protocol';
import type { DanmakuComment, Role } from '@danmaku-live/protocol';
import { OUTLINES } from '../options.ts';
import type { OverlaySettings } from '../options.ts';
import type { Appearance } from './bullet.ts';
import { SIZE_FACTOR } from './layout.ts';
import type { Layout } from './layout.ts';

/** Width of the glyphs' edge at `outline: 1`, in em, and its least in pixels; and how far a shadow falls. */
const OUTLINE = { em: 0.07, minPx: 1.2 };
const SHADOW = { em: 0.13, minPx: 2.5 };

/** Signs that every font for danmaku has, without colours of their own. */
const BADGES: Readonly<Partial<Record<Role, string>>> = { owner: '★', moderator: '◆', paid: '♥\ufe0e' };

export function appearanceOf(
  comment: DanmakuComment,
  own: boolean,
  layout: Layout,
  { outline, fontFamily, styles, badges }: OverlaySettings,
): Appearance {
  const fontPx = layout.fontPx * SIZE_FACTOR[comment.size ?? DEFAULT_STYLE.size];
  const { role } = comment.user;
  const badge = badges && role !== undefined && Object.hasOwn(BADGES, role) ? BADGES[role] : undefined;
  const gradient = role === 'owner' || role === 'paid' ? styles[role]?.gradient : undefined;
  return {
    text: badge === undefined ? comment.text : `${badge} ${comment.text}`,
    fontPx,
    fontFamily,
    color: gradient?.[0] ?? comment.color ?? DEFAULT_STYLE.color,
    ...(gradient && { gradient }),
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
  const isSameText = a.text === b.text && a.color === b.color && String(a.gradient) === String(b.gradient);
  return isSameText && isSameEdge && a.fontPx === b.fontPx && a.fontFamily === b.fontFamily;
}

/** The geometry of the stage: settings and box in, lanes and lengths out. All lengths in CSS pixels. */
import type { Mode, Size } from '@danmaku-live/protocol';
import type { OverlaySettings } from '../options.ts';

export interface Layout {
  /** The stage's top left in the host: what the safe area keeps free. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Font size of a medium comment. */
  readonly fontPx: number;
  readonly rowHeight: number;
  readonly rows: number;
  /** Least distance between two comments of a lane. */
  readonly gap: number;
  /** How long a short comment takes from edge to edge, in stage milliseconds. */
  readonly crossMs: number;
  /** How long a standing comment stays, in stage milliseconds. */
  readonly standMs: number;
  /** Scrolling comments fly to the right. */
  readonly mirrored: boolean;
}

/** Which way a comment goes. */
export type Heading = 'left' | 'right' | 'still';

export const SIZE_FACTOR: Readonly<Record<Size, number>> = { small: 0.8, medium: 1, large: 1.4 };

const CROSS_MS = 8_000;
const STAND_MS = 4_500;
const FONT_PX = { min: 8, max: 160 };
/** `fontSize: auto`: a share of the smaller side, so that a phone held upright is not filled by one word. */
const AUTO_FONT = { share: 0.036, min: 16, max: 48 };
const GAP_EM = 0.75;

/**
 * @param hostWidth @param hostHeight of the host's box.
 * @param pageIsRtl what `direction: auto` follows.
 */
export function layoutOf(settings: OverlaySettings, hostWidth: number, hostHeight: number, pageIsRtl: boolean): Layout {
  const { safeArea } = settings;
  const left = inset(safeArea.left, hostWidth);
  const top = inset(safeArea.top, hostHeight);
  // Never nothing: speeds and rows are divided by these.
  const width = Math.max(1, hostWidth - left - inset(safeArea.right, hostWidth));
  const height = Math.max(1, (hostHeight - top - inset(safeArea.bottom, hostHeight)) * clamp(settings.area, 0.1, 1));
  const fontPx = fontOf(settings.fontSize, hostWidth, hostHeight);
  const line = fontPx * clamp(settings.lineHeight, 1, 3);
  const rows = Math.max(1, Math.floor(height / line));
  const mirrored = settings.direction === 'rtl' || (settings.direction === 'auto' && pageIsRtl);
  return {
    left,
    top,
    width,
    height,
    fontPx,
    rows,
    rowHeight: Math.max(line, height / rows),
    gap: Math.round(fontPx * GAP_EM),
    crossMs: CROSS_MS / clamp(settings.speed, 0.25, 4),
    standMs: STAND_MS,
    mirrored,
  };
}

export function headingOf(mode: Mode, mirrored: boolean): Heading {
  if (mode === 'top' || mode === 'bottom') return 'still';
  return (mode === 'reverse') === mirrored ? 'left' : 'right';
}

/** Pixels per millisecond: long comments are faster, but not beyond what an eye can read along. */
export function velocityOf(layout: Layout, width: number): number {
  return (layout.width + Math.min(width, layout.width)) / layout.crossMs;
}

/** How many adjacent rows a comment of this height takes. A sliver above a row is let stand: edges may kiss. */
export function rowsFor(layout: Layout, height: number): number {
  return Math.min(layout.rows, Math.max(1, Math.ceil(height / layout.rowHeight - 0.15)));
}

function fontOf(fontSize: number | 'auto', hostWidth: number, hostHeight: number): number {
  if (fontSize !== 'auto') return clamp(fontSize, FONT_PX.min, FONT_PX.max);
  const side = Math.min(hostHeight, hostWidth * 0.75);
  return Math.round(clamp(side * AUTO_FONT.share, AUTO_FONT.min, AUTO_FONT.max));
}

function inset(value: number | string, side: number): number {
  const number = typeof value === 'string' ? (Number.parseFloat(value) / 100) * side : value;
  return Number.isFinite(number) ? clamp(number, 0, side) : 0;
}

/** `NaN` becomes `min`. */
function clamp(value: number, min: number, max: number): number {
  return value > min ? Math.min(value, max) : min;
}

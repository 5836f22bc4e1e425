/** A comment as the stage sees it: how it looks and how it moves. All lengths in CSS pixels. */
import type { Motion } from './motion.ts';

/** How a comment looks. Equal appearances share one bitmap. */
export interface Appearance {
  readonly text: string;
  readonly fontPx: number;
  readonly fontFamily: string;
  /** `#rrggbb`. */
  readonly color: string;
  /** Colours from top to bottom of the letters, in place of the one. */
  readonly gradient?: readonly [string, string];
  /** Width of the edge round each glyph; 0 draws none. */
  readonly outlinePx: number;
  /** The edge is a soft shadow to the lower right, within that width. */
  readonly shadow?: boolean;
  /** The reader's own comment: a rounded frame is drawn round it. */
  readonly own: boolean;
}

/** What a drawn comment covers, counter and frame included. */
export interface TextSize {
  readonly width: number;
  readonly height: number;
}

/** One comment on the stage. `key` is the engine's own number and is never used twice. */
export interface Bullet {
  readonly key: number;
  readonly appearance: Appearance;
  readonly size: TextSize;
  readonly motion: Motion;
  /** How many equal comments it stands for; above 1 a counter is drawn behind the text. */
  readonly count: number;
  /** Stage time the counter last grew, in milliseconds; it swells for a moment then. */
  readonly pulseAt: number;
  /** Rasterised in the next tick whatever the budget says, and drawn over others. */
  readonly first: boolean;
}

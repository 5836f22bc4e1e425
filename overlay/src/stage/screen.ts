/**
 * What differs between drawing with WebGL and with canvas 2D. Both are handed the same sprites, so both show
 * the same layout. Lengths are device pixels.
 */
import type { Motion } from '../lanes/motion.ts';
import type { Slot } from './atlas.ts';
import type { Paint } from './colours.ts';
import type { StageMask, StageSize } from './stage.ts';

/** A rectangle of a texture page, and where it goes relative to the bullet's top left. */
export interface Quad {
  readonly slot: Slot;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** It swells with the counter, about this point. */
  readonly pulses: boolean;
  readonly centerX: number;
  readonly centerY: number;
}

/** One bullet as it is drawn. The motion is in CSS pixels. */
export interface Sprite {
  readonly motion: Motion;
  readonly pulseAt: number;
  readonly first: boolean;
  readonly quads: readonly Quad[];
  /** For quads on pages without colours. */
  readonly paint: Paint;
}

export interface Screen {
  readonly kind: 'webgl' | 'canvas2d';
  resize(size: StageSize): void;
  /** Draws `sprite` for `key` from now on, in place of what it drew before. */
  show(key: number, sprite: Sprite): void;
  hide(key: number): void;
  /** The picture is the screen's to close. */
  setMask(mask: StageMask | undefined): void;
  draw(stageMs: number): void;
  destroy(): void;
}

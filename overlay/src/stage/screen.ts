/**
 * What differs between drawing with WebGL and with canvas 2D. Both are handed the same sprites, so both show
 * the same layout. Lengths are device pixels.
 */
import type { Motion } from '../lanes/motion.ts';
import type { Slot } from './atlas.ts';
import type { StageSize } from './stage.ts';

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
}

/** A bitmap on its way from the staging canvas to its slot. */
export interface Transfer {
  readonly slot: Slot;
  readonly x: number;
  readonly y: number;
}

export interface Screen {
  readonly kind: 'webgl' | 'canvas2d';
  resize(size: StageSize): void;
  /** Copies from the top left `width` × `height` of the staging canvas; makes pages as they are needed. */
  copy(staging: CanvasRenderingContext2D, width: number, height: number, transfers: readonly Transfer[]): void;
  /** No slot of this page is in use any more. */
  freePage(page: number): void;
  /** Draws `sprite` for `key` from now on, in place of what it drew before. */
  show(key: number, sprite: Sprite): void;
  hide(key: number): void;
  draw(stageMs: number): void;
  destroy(): void;
}

/** Every page of every screen has this size. */
export const PAGE_WIDTH = 2048;
export const PAGE_HEIGHT = 512;
export const PAGE_BYTES = PAGE_WIDTH * PAGE_HEIGHT * 4;

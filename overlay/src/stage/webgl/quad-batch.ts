/** The quads of one texture page in one vertex buffer. It is rewritten when a bullet changes, never because time passes. */
import type { Geometry } from 'pixi.js';
import { xAt } from '../../lanes/motion.ts';
import { PAGE_WIDTH, heightOf } from '../pages.ts';
import type { Quad, Sprite } from '../screen.ts';
import { BULLET_ATTRIBUTES } from './program.ts';
import { MOST_QUADS, QuadBuffer } from './quad-buffer.ts';

/** Half a texel of the transparent margin stays out, so that linear sampling never reaches a neighbour. */
const INSET = 0.5;

/** One quad in a batch. Its place in the buffer changes as others leave. */
export interface QuadRef {
  index: number;
  readonly quad: Quad;
  readonly sprite: Sprite;
}

/** What quads are written against: device pixels, and the stage time that float times count from. */
export interface Frame {
  readonly pixelRatio: number;
  readonly epochMs: number;
}

export class QuadBatch {
  readonly #buffer = new QuadBuffer(BULLET_ATTRIBUTES, 64);
  readonly #refs: QuadRef[] = [];
  #isStale = false;

  get geometry(): Geometry {
    return this.#buffer.geometry;
  }

  get size(): number {
    return this.#refs.length;
  }

  /** Indices to draw. */
  get indexCount(): number {
    return this.#refs.length * 6;
  }

  add(ref: QuadRef, frame: Frame): void {
    if (this.#refs.length >= MOST_QUADS) return;
    ref.index = this.#refs.push(ref) - 1;
    this.#buffer.ensure(this.#refs.length);
    this.#write(ref, frame);
  }

  remove(ref: QuadRef): void {
    if (this.#refs[ref.index] !== ref) return;
    const last = this.#refs.pop();
    if (last === undefined || last === ref) return;
    const floats = 4 * this.#buffer.vertexFloats;
    this.#buffer.words.copyWithin(ref.index * floats, last.index * floats, (last.index + 1) * floats);
    last.index = ref.index;
    this.#refs[ref.index] = last;
    this.#isStale = true;
  }

  /** Writes all of them against a new frame. */
  rewrite(frame: Frame): void {
    for (const ref of this.#refs) this.#write(ref, frame);
  }

  /** Sends what has changed to the GPU. */
  upload(): void {
    if (!this.#isStale) return;
    this.#isStale = false;
    this.#buffer.upload(this.#refs.length);
  }

  destroy(): void {
    this.#buffer.destroy();
  }

  #write({ index, quad, sprite }: QuadRef, { pixelRatio, epochMs }: Frame): void {
    const { data, words, vertexFloats } = this.#buffer;
    const { motion, pulseAt, paint } = sprite;
    const { slot, centerX, centerY } = quad;
    const stands = motion.velocity === 0;
    // Float times are exact near the epoch only: a moving bullet is anchored there.
    const fromMs = stands ? motion.fromMs - epochMs : 0;
    const left = xAt(motion, stands ? motion.fromMs : epochMs) * pixelRatio;
    const x = stands ? Math.round(left) : left;
    const y = Math.round(motion.y * pixelRatio);
    const [stepX, stepY] = [quad.width / slot.width, quad.height / slot.height];
    const pageHeight = heightOf(slot.page);
    for (let corner = 0; corner < 4; corner += 1) {
      const texelX = corner === 0 || corner === 3 ? INSET : slot.width - INSET;
      const texelY = corner < 2 ? INSET : slot.height - INSET;
      const at = (index * 4 + corner) * vertexFloats;
      data[at] = x;
      data[at + 1] = y;
      data[at + 2] = motion.velocity * pixelRatio;
      data[at + 3] = fromMs;
      data[at + 4] = quad.x + texelX * stepX;
      data[at + 5] = quad.y + texelY * stepY;
      data[at + 6] = (slot.x + texelX) / PAGE_WIDTH;
      data[at + 7] = (slot.y + texelY) / pageHeight;
      data[at + 8] = quad.pulses && pulseAt > epochMs - 1e6 ? pulseAt - epochMs : -1e9;
      data[at + 9] = centerX;
      data[at + 10] = centerY;
      words[at + 11] = paint.fill;
      words[at + 12] = paint.edge;
    }
    this.#isStale = true;
  }
}

/** The quads of one texture page in one vertex buffer. It is rewritten when a bullet changes, never because time passes. */
import { Buffer, BufferUsage, Geometry } from 'pixi.js';
import { xAt } from '../../lanes/motion.ts';
import { PAGE_HEIGHT, PAGE_WIDTH } from '../screen.ts';
import type { Quad, Sprite } from '../screen.ts';
import { VERTEX_FLOATS } from './program.ts';

const FLOAT_BYTES = 4;
const QUAD_FLOATS = 4 * VERTEX_FLOATS;
const STRIDE = VERTEX_FLOATS * FLOAT_BYTES;
/** Indices are 16 bits wide. */
const MOST_QUADS = 65_536 / 4;
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
  readonly geometry: Geometry;
  readonly #vertices: Buffer;
  readonly #indices: Buffer;
  readonly #refs: QuadRef[] = [];
  #data = new Float32Array(64 * QUAD_FLOATS);
  #isStale = false;

  constructor() {
    this.#vertices = new Buffer({ data: this.#data, usage: BufferUsage.VERTEX | BufferUsage.COPY_DST });
    this.#indices = new Buffer({ data: indicesFor(64), usage: BufferUsage.INDEX | BufferUsage.COPY_DST });
    this.#vertices.autoGarbageCollect = false;
    this.#indices.autoGarbageCollect = false;
    const buffer = this.#vertices;
    this.geometry = new Geometry({
      attributes: {
        aMotion: { buffer, format: 'float32x4', stride: STRIDE, offset: 0 },
        aCorner: { buffer, format: 'float32x4', stride: STRIDE, offset: 4 * FLOAT_BYTES },
        aPulse: { buffer, format: 'float32x3', stride: STRIDE, offset: 8 * FLOAT_BYTES },
      },
      indexBuffer: this.#indices,
    });
    this.geometry.autoGarbageCollect = false;
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
    if (this.#refs.length * QUAD_FLOATS > this.#data.length) this.#grow();
    this.#write(ref, frame);
  }

  remove(ref: QuadRef): void {
    if (this.#refs[ref.index] !== ref) return;
    const last = this.#refs.pop();
    if (last === undefined || last === ref) return;
    this.#data.copyWithin(ref.index * QUAD_FLOATS, last.index * QUAD_FLOATS, (last.index + 1) * QUAD_FLOATS);
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
    this.#vertices.update(Math.max(1, this.#refs.length) * QUAD_FLOATS * FLOAT_BYTES);
  }

  destroy(): void {
    this.geometry.destroy(true);
  }

  #grow(): void {
    const data = new Float32Array(this.#data.length * 2);
    data.set(this.#data);
    this.#data = data;
    this.#vertices.data = data;
    this.#indices.data = indicesFor(data.length / QUAD_FLOATS);
  }

  #write({ index, quad, sprite }: QuadRef, { pixelRatio, epochMs }: Frame): void {
    const { motion, pulseAt } = sprite;
    const { slot, centerX, centerY } = quad;
    const stands = motion.velocity === 0;
    // Float times are exact near the epoch only: a moving bullet is anchored there.
    const fromMs = stands ? motion.fromMs - epochMs : 0;
    const left = xAt(motion, stands ? motion.fromMs : epochMs) * pixelRatio;
    const x = stands ? Math.round(left) : left;
    const y = Math.round(motion.y * pixelRatio);
    const [stepX, stepY] = [quad.width / slot.width, quad.height / slot.height];
    for (let corner = 0; corner < 4; corner += 1) {
      const texelX = corner === 0 || corner === 3 ? INSET : slot.width - INSET;
      const texelY = corner < 2 ? INSET : slot.height - INSET;
      const at = index * QUAD_FLOATS + corner * VERTEX_FLOATS;
      this.#data[at] = x;
      this.#data[at + 1] = y;
      this.#data[at + 2] = motion.velocity * pixelRatio;
      this.#data[at + 3] = fromMs;
      this.#data[at + 4] = quad.x + texelX * stepX;
      this.#data[at + 5] = quad.y + texelY * stepY;
      this.#data[at + 6] = (slot.x + texelX) / PAGE_WIDTH;
      this.#data[at + 7] = (slot.y + texelY) / PAGE_HEIGHT;
      this.#data[at + 8] = quad.pulses && pulseAt > epochMs - 1e6 ? pulseAt - epochMs : -1e9;
      this.#data[at + 9] = centerX;
      this.#data[at + 10] = centerY;
    }
    this.#isStale = true;
  }
}

function indicesFor(quads: number): Uint16Array {
  const indices = new Uint16Array(quads * 6);
  for (let i = 0; i < quads; i += 1)
    indices.set(
      [0, 1, 2, 0, 2, 3].map((corner) => i * 4 + corner),
      i * 6,
    );
  return indices;
}

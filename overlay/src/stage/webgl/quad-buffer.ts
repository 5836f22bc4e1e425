/** Quads in one vertex buffer that grows: four vertices each, of so many floats, some of which may be read as bytes. */
import { Buffer, BufferUsage, Geometry } from 'pixi.js';
import type { VertexFormat } from 'pixi.js';

const FLOAT_BYTES = 4;
/** Indices are 16 bits wide. */
export const MOST_QUADS = 65_536 / 4;

/** Names of the shader's attributes, in their order in the buffer. */
export type Attributes = Readonly<Record<string, VertexFormat>>;

const FLOATS: Partial<Record<VertexFormat, number>> = { float32: 1, float32x3: 3, float32x4: 4, unorm8x4: 1 };

export class QuadBuffer {
  readonly geometry: Geometry;
  readonly vertexFloats: number;
  readonly #vertices: Buffer;
  readonly #indices: Buffer;
  data: Float32Array;
  /** The same memory. */
  words: Uint32Array;

  constructor(attributes: Attributes, quads: number) {
    const formats = Object.entries(attributes);
    this.vertexFloats = formats.reduce((floats, [, format]) => floats + (FLOATS[format] ?? 0), 0);
    this.data = new Float32Array(quads * 4 * this.vertexFloats);
    this.words = new Uint32Array(this.data.buffer);
    this.#vertices = new Buffer({ data: this.data, usage: BufferUsage.VERTEX | BufferUsage.COPY_DST });
    this.#indices = new Buffer({ data: indicesFor(quads), usage: BufferUsage.INDEX | BufferUsage.COPY_DST });
    this.#vertices.autoGarbageCollect = false;
    this.#indices.autoGarbageCollect = false;
    const stride = this.vertexFloats * FLOAT_BYTES;
    let offset = 0;
    this.geometry = new Geometry({ indexBuffer: this.#indices });
    for (const [name, format] of formats) {
      this.geometry.addAttribute(name, { buffer: this.#vertices, format, stride, offset });
      offset += (FLOATS[format] ?? 0) * FLOAT_BYTES;
    }
    this.geometry.autoGarbageCollect = false;
  }

  /** Makes room for so many quads. */
  ensure(quads: number): void {
    const floats = quads * 4 * this.vertexFloats;
    if (floats <= this.data.length) return;
    const length = Math.max(floats, Math.min(this.data.length * 2, MOST_QUADS * 4 * this.vertexFloats));
    const data = new Float32Array(length);
    data.set(this.data);
    this.data = data;
    this.words = new Uint32Array(data.buffer);
    this.#vertices.data = data;
    this.#indices.data = indicesFor(length / 4 / this.vertexFloats);
  }

  /** Sends the first so many quads to the GPU. */
  upload(quads: number): void {
    this.#vertices.update(Math.max(1, quads) * 4 * this.vertexFloats * FLOAT_BYTES);
  }

  destroy(): void {
    this.geometry.destroy(true);
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

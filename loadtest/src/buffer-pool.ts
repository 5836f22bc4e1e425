/** Buffers lent to connections while a frame is incomplete; a thread of viewers shares one pool. */

const SMALLEST_BYTES = 1024;
/** Kept per size: enough for a burst, little enough to forget. */
const KEPT = 64;

export class BufferPool {
  readonly #free = new Map<number, Buffer[]>();

  /** A buffer of at least `bytes`, contents undefined. */
  take(bytes: number): Buffer {
    const size = Math.max(SMALLEST_BYTES, 2 ** Math.ceil(Math.log2(bytes)));
    return this.#free.get(size)?.pop() ?? Buffer.allocUnsafeSlow(size);
  }

  /** Takes back what {@link take} lent. The caller must not touch it again. */
  give(buffer: Buffer): void {
    const free = this.#free.get(buffer.length);
    if (!free) this.#free.set(buffer.length, [buffer]);
    else if (free.length < KEPT) free.push(buffer);
  }
}

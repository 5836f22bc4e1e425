/** The bytes of recent frames, for viewers that are about to get the same; a thread keeps a bounded amount. */

/** Whoever has bytes to be kept. */
export interface RawHolder {
  raw: Buffer | undefined;
}

/** Seconds of the busiest stream one core can read. A viewer further behind costs a parse per frame, nothing else. */
const MAX_BYTES = 64 * 1024 * 1024;

export class RawFrames {
  readonly #maxBytes: number;
  #queue: RawHolder[] = [];
  #oldest = 0;
  #bytes = 0;

  constructor(maxBytes = MAX_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** Copies `bytes[start, end)` into the frame, and forgets the oldest where it gets too much. */
  keep(frame: RawHolder, bytes: Buffer, start: number, end: number): void {
    if (frame.raw) return;
    frame.raw = Buffer.allocUnsafeSlow(end - start);
    bytes.copy(frame.raw, 0, start, end);
    this.#queue.push(frame);
    this.#bytes += end - start;
    while (this.#bytes > this.#maxBytes && this.#oldest < this.#queue.length - 1) this.#forgetOldest();
  }

  #forgetOldest(): void {
    const frame = this.#queue[this.#oldest];
    this.#oldest += 1;
    if (frame?.raw) {
      this.#bytes -= frame.raw.length;
      frame.raw = undefined;
    }
    if (this.#oldest > 1024 && this.#oldest * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#oldest);
      this.#oldest = 0;
    }
  }
}

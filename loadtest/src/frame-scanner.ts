/**
 * Finds the WebSocket frames (RFC 6455, server to client, no extensions) in a stream of bytes.
 * A frame that lies whole in the bytes given is handed on in place, without a copy or an allocation. One that straddles
 * two reads is only compared while it comes as one that is known, and gathered in a lent buffer where it does not:
 * thousands of viewers who are all amid the same large frame hold no copy of it.
 */
import type { BufferPool } from './buffer-pool.ts';
import { frameBytes, headerBytes, writeHeader } from './frame-header.ts';

/** Gets each frame in order. `bytes` is only lent: it is overwritten after the call. */
export type FrameSink = (opcode: number, final: boolean, bytes: Buffer, start: number, end: number) => void;

/**
 * Looks up a payload that was seen before, of `payloadBytes`, which begins with `bytes[start, end)`. It must not change
 * any more. It is handed to the sink in place of what was read, which is the same.
 */
export type Guess = (payloadBytes: number, bytes: Buffer, start: number, end: number) => Buffer | undefined;

export class FrameScanner {
  readonly #sink: FrameSink;
  readonly #pool: BufferPool;
  readonly #guess: Guess | undefined;
  /** The beginning of a frame with its header. */
  #held: Buffer | undefined;
  #heldBytes = 0;
  /** The payload that the frame being read is the same as, so far. */
  #known: Buffer | undefined;
  #sameBytes = 0;
  #knownFirst = 0;
  #knownHeaderBytes = 0;
  #problem: string | undefined;

  constructor(sink: FrameSink, pool: BufferPool, guess?: Guess) {
    this.#sink = sink;
    this.#pool = pool;
    this.#guess = guess;
  }

  /**
   * Scans `bytes[start, end)`, which continues what was given before.
   *
   * @returns what breaks the protocol, from then on for ever; `undefined` while all is well.
   */
  push(bytes: Buffer, start: number, end: number): string | undefined {
    let at = start;
    while (at < end && this.#problem === undefined) {
      if (this.#held) {
        at = this.#continue(this.#held, bytes, at, end);
        continue;
      }
      if (this.#known) {
        at = this.#compare(this.#known, bytes, at, end);
        continue;
      }
      const size = this.#frameBytes(bytes, at, end - at);
      if (this.#problem !== undefined) break;
      if (size > end - at) {
        this.#hold(bytes, at, end, size);
        break;
      }
      this.#emit(bytes, at, size);
      at += size;
    }
    return this.#problem;
  }

  /** Drops what is half read; nothing more is handed on, not even the rest of the bytes being scanned. */
  stop(): void {
    this.#problem ??= 'stopped';
    this.#release();
  }

  #continue(held: Buffer, bytes: Buffer, at: number, end: number): number {
    const size = this.#frameBytes(held, 0, this.#heldBytes);
    if (this.#problem !== undefined) return end;
    const room = size > held.length ? this.#grow(held, size) : held;
    const taken = Math.min(size - this.#heldBytes, end - at);
    bytes.copy(room, this.#heldBytes, at, at + taken);
    this.#heldBytes += taken;
    // The header may only now tell the true size; a whole frame is one that asks for no more.
    if (this.#heldBytes === size && this.#frameBytes(room, 0, size) === size && this.#problem === undefined) {
      this.#held = undefined;
      this.#heldBytes = 0;
      this.#emit(room, 0, size);
      this.#pool.give(room);
    }
    return at + taken;
  }

  #hold(bytes: Buffer, at: number, end: number, size: number): void {
    const header = headerBytes(bytes[at + 1] ?? 0);
    const isWhole = end - at >= Math.max(2, header);
    const known = isWhole ? this.#guess?.(size - header, bytes, at + header, end) : undefined;
    if (known) {
      this.#known = known;
      this.#sameBytes = end - at - header;
      this.#knownFirst = bytes[at] ?? 0;
      this.#knownHeaderBytes = header;
      return;
    }
    this.#held = this.#pool.take(size);
    this.#heldBytes = bytes.copy(this.#held, 0, at, end);
  }

  #compare(known: Buffer, bytes: Buffer, at: number, end: number): number {
    const same = this.#sameBytes;
    const taken = Math.min(known.length - same, end - at);
    if (known.compare(bytes, at, at + taken, same, same + taken) !== 0) {
      this.#gather(known);
      return at;
    }
    this.#sameBytes += taken;
    if (this.#sameBytes === known.length) {
      this.#known = undefined;
      this.#sink(this.#knownFirst & 0x0f, (this.#knownFirst & 0x80) !== 0, known, 0, known.length);
    }
    return at + taken;
  }

  /** It is another frame after all: from here on its bytes are held, as if they had been from the start. */
  #gather(known: Buffer): void {
    const header = this.#knownHeaderBytes;
    const held = this.#pool.take(header + known.length);
    writeHeader(held, this.#knownFirst, header, known.length);
    this.#heldBytes = header + known.copy(held, header, 0, this.#sameBytes);
    this.#held = held;
    this.#known = undefined;
  }

  #grow(held: Buffer, size: number): Buffer {
    const larger = this.#pool.take(size);
    held.copy(larger, 0, 0, this.#heldBytes);
    this.#pool.give(held);
    this.#held = larger;
    return larger;
  }

  #release(): void {
    if (this.#held) this.#pool.give(this.#held);
    this.#held = undefined;
    this.#heldBytes = 0;
    this.#known = undefined;
  }

  #emit(bytes: Buffer, at: number, size: number): void {
    const first = bytes[at] ?? 0;
    this.#sink(first & 0x0f, (first & 0x80) !== 0, bytes, at + headerBytes(bytes[at + 1] ?? 0), at + size);
  }

  /** @returns 0 once the protocol is broken. */
  #frameBytes(bytes: Buffer, at: number, available: number): number {
    const size = frameBytes(bytes, at, available);
    return typeof size === 'number' ? size : this.#fail(size);
  }

  #fail(reason: string): number {
    this.#problem = reason;
    this.#release();
    return 0;
  }
}

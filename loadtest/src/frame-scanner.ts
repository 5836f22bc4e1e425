/**
 * Finds the WebSocket frames (RFC 6455, server to client, no extensions) in a stream of bytes.
 * A frame that lies whole in the bytes given is handed on in place, without a copy or an allocation;
 * only one that straddles two reads is gathered in a lent buffer.
 */
import type { BufferPool } from './buffer-pool.ts';

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** Larger than any frame a gateway may send: a welcome with a thousand comments is below 1 MiB. */
export const MAX_FRAME_BYTES = 16 * 1024 * 1024;

/** Gets each frame in order. `bytes` is only lent: it is overwritten after the call. */
export type FrameSink = (opcode: number, final: boolean, bytes: Buffer, start: number, end: number) => void;

const MAX_CONTROL_BYTES = 125;

export class FrameScanner {
  readonly #sink: FrameSink;
  readonly #pool: BufferPool;
  #held: Buffer | undefined;
  #heldBytes = 0;
  #problem: string | undefined;

  constructor(sink: FrameSink, pool: BufferPool) {
    this.#sink = sink;
    this.#pool = pool;
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
    this.#held = this.#pool.take(size);
    this.#heldBytes = bytes.copy(this.#held, 0, at, end);
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
  }

  #emit(bytes: Buffer, at: number, size: number): void {
    const first = bytes[at] ?? 0;
    const length = (bytes[at + 1] ?? 0) & 0x7f;
    const headerBytes = length < 126 ? 2 : length === 126 ? 4 : 10;
    this.#sink(first & 0x0f, (first & 0x80) !== 0, bytes, at + headerBytes, at + size);
  }

  /** Bytes of the frame at `at`, or of as much of its header as is needed to know more. */
  #frameBytes(bytes: Buffer, at: number, available: number): number {
    if (available < 2) return 2;
    const first = bytes[at] ?? 0;
    const second = bytes[at + 1] ?? 0;
    if ((first & 0x70) !== 0) return this.#fail('a frame uses an extension nobody agreed on');
    if ((second & 0x80) !== 0) return this.#fail('a frame from the server is masked');
    const opcode = first & 0x0f;
    if (opcode > OPCODE.pong || (opcode > OPCODE.binary && opcode < OPCODE.close)) {
      return this.#fail(`opcode ${opcode} is not known`);
    }
    if (opcode >= OPCODE.close && ((first & 0x80) === 0 || second > MAX_CONTROL_BYTES)) {
      return this.#fail('a control frame is fragmented or too long');
    }
    if (second < 126) return 2 + second;
    if (second === 126) return available < 4 ? 4 : 4 + bytes.readUInt16BE(at + 2);
    if (available < 10) return 10;
    const length = bytes.readUInt32BE(at + 2) * 2 ** 32 + bytes.readUInt32BE(at + 6);
    if (length > MAX_FRAME_BYTES) return this.#fail(`a frame of ${length} bytes is too long`);
    return 10 + length;
  }

  #fail(reason: string): number {
    this.#problem = reason;
    this.#release();
    return 0;
  }
}

/**
 * Reads each distinct frame once. A server sends the same bytes to all viewers of a room, so a frame is compared with
 * the one before it, with what came after that one before, and with the latest ones, and parsed only when it is none
 * of them.
 */
import type { ArrivingFrame } from '../latency-recorder.ts';
import { readStamps } from './stamp.ts';

export interface KnownFrame extends ArrivingFrame {
  readonly raw: Buffer;
  readonly comments: number;
  /** What was read after it last. */
  next: KnownFrame | undefined;
}

/** Viewers of one room may be some frames apart. */
const KEPT = 256;

export class FrameMemory {
  readonly #kept: KnownFrame[] = [];
  #last: KnownFrame | undefined;
  #oldest = 0;

  /** The frame in `bytes[start, end)`; `undefined` when there is no comment in it. */
  find(bytes: Buffer, start: number, end: number): KnownFrame | undefined {
    const last = this.#last;
    if (last && isSame(last, bytes, start, end)) return last;
    const next = last?.next;
    if (next && isSame(next, bytes, start, end)) return (this.#last = next);
    const found = this.#kept.find((known) => isSame(known, bytes, start, end)) ?? this.#learn(bytes, start, end);
    if (last && found) last.next = found;
    if (found) this.#last = found;
    return found;
  }

  /** The bytes of the frame to be expected, where it has so many and begins with `bytes[start, end)`. */
  begun(totalBytes: number, bytes: Buffer, start: number, end: number): Buffer | undefined {
    for (const raw of [this.#last?.raw, this.#last?.next?.raw]) {
      if (raw?.length === totalBytes && raw.compare(bytes, start, end, 0, end - start) === 0) return raw;
    }
    return undefined;
  }

  #learn(bytes: Buffer, start: number, end: number): KnownFrame | undefined {
    const intendedMs = readStamps(bytes.toString('latin1', start, end));
    if (intendedMs.length === 0) return undefined;
    const raw = Buffer.allocUnsafeSlow(end - start);
    bytes.copy(raw, 0, start, end);
    const comments = intendedMs.length;
    const frame = { raw, comments, next: undefined, intendedMs, arrivals: 0, arrivedMs: 0, joinedMs: 0 };
    this.#kept[this.#oldest] = frame;
    this.#oldest = (this.#oldest + 1) % KEPT;
    return frame;
  }
}

function isSame({ raw }: KnownFrame, bytes: Buffer, start: number, end: number): boolean {
  return raw.length === end - start && (raw === bytes || raw.compare(bytes, start, end) === 0);
}

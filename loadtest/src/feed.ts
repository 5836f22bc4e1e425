/**
 * What the gateways send to the viewers of one room. A gateway encodes a frame once and sends the same bytes to
 * everybody, so a frame is parsed once, and every other viewer only compares bytes with the frame expected next.
 * A frame that differs in a single byte is parsed again: nothing is assumed, only saved.
 */
import type { CommentsMessage, DanmakuComment } from '@danmaku-live/protocol';
import { readMarker } from './marker.ts';
import type { ArrivingFrame } from './latency-recorder.ts';
import type { RawFrames } from './raw-frames.ts';
import { intendedMs } from './schedule.ts';
import type { RoomPlan } from './plan.ts';

/** One frame of comments, once for all viewers that get it. */
export interface SeenFrame extends ArrivingFrame {
  readonly id: number;
  readonly offset: string;
  readonly content: Content;
  /** The bytes, while they are kept. */
  raw: Buffer | undefined;
  /** What viewers got after it: the first ever seen, then the latest others. */
  readonly next: SeenFrame[];
}

/** What the ledger needs of a frame. */
export interface Content {
  /** Numbers of the run's comments within their room, in order. */
  readonly numbers: readonly number[];
  /** All comments in it, whoever posted them. */
  readonly comments: number;
  readonly leftOut: number;
  /** Comments that others stand for: the sum of `count` above 1. */
  readonly merged: number;
  /** Comments of this run that were posted to another room. */
  readonly stray: number;
}

/** A few: gateways behind one address, each with frames of its own. */
const MAX_NEXT = 6;

export class Feed {
  readonly room: RoomPlan;
  /** What comes before a viewer's first frame. */
  readonly root: SeenFrame;
  readonly frames: SeenFrame[] = [];
  readonly #byOffset = new Map<string, SeenFrame[]>();
  readonly #runId: string;
  readonly #measuredFromMs: number;
  readonly #rawFrames: RawFrames;

  constructor(room: RoomPlan, runId: string, measuredFromMs: number, rawFrames: RawFrames) {
    this.room = room;
    this.#runId = runId;
    this.#measuredFromMs = measuredFromMs;
    this.#rawFrames = rawFrames;
    this.root = seenFrame(-1, '', this.read([], 0), []);
  }

  /** The frame after `from` whose bytes are exactly `bytes[start, end)`, if one is known. */
  expected(from: SeenFrame, bytes: Buffer, start: number, end: number): SeenFrame | undefined {
    const { next } = from;
    for (let index = 0; index < next.length; index += 1) {
      const frame = next[index];
      const raw = frame?.raw;
      if (raw && raw.length === end - start && (raw === bytes || raw.compare(bytes, start, end) === 0)) return frame;
    }
    return undefined;
  }

  /** The bytes of the frame after `from` that has so many and begins with `bytes[start, end)`, if one is known. */
  begun(from: SeenFrame, totalBytes: number, bytes: Buffer, start: number, end: number): Buffer | undefined {
    for (const { raw } of from.next) {
      if (raw?.length === totalBytes && raw.compare(bytes, start, end, 0, end - start) === 0) return raw;
    }
    return undefined;
  }

  /** The frame that `message` is, known or new, and from now on expected after `from`. */
  learn(from: SeenFrame, message: CommentsMessage, bytes: Buffer, start: number, end: number): SeenFrame {
    const content = this.read(message.comments, message.leftOut ?? 0);
    const sameOffset = this.#byOffset.get(message.offset);
    let frame = sameOffset?.find((known) => sameContent(known.content, content));
    if (!frame) {
      frame = seenFrame(this.frames.length, message.offset, content, this.#measured(content.numbers));
      this.frames.push(frame);
      if (sameOffset) sameOffset.push(frame);
      else this.#byOffset.set(message.offset, [frame]);
    }
    this.#rawFrames.keep(frame, bytes, start, end);
    if (!from.next.includes(frame)) {
      // The first one stays: traces are written as runs along it. From the root, nobody runs.
      if (from.next.length === MAX_NEXT) from.next.splice(1, 1);
      from.next.push(frame);
    }
    return frame;
  }

  /** What comments say to the ledger. */
  read(comments: readonly DanmakuComment[], leftOut: number): Content {
    const numbers: number[] = [];
    let merged = 0;
    let stray = 0;
    for (const { text, count = 1 } of comments) {
      const marker = readMarker(this.#runId, text);
      if (!marker) continue;
      const publisher = marker.publisher - this.room.firstPublisher;
      const number = marker.sequence * this.room.publishers + publisher;
      if (publisher < 0 || publisher >= this.room.publishers || number >= this.room.comments) stray += 1;
      else numbers.push(number);
      merged += Math.max(0, count - 1);
    }
    return { numbers, comments: comments.length, leftOut, merged, stray };
  }

  #measured(numbers: readonly number[]): readonly number[] {
    return numbers
      .map((number) => intendedMs(this.room.schedule, number))
      .filter((moment) => moment >= this.#measuredFromMs);
  }
}

function seenFrame(id: number, offset: string, content: Content, intended: readonly number[]): SeenFrame {
  return {
    id,
    offset,
    content,
    intendedMs: intended,
    raw: undefined,
    next: [],
    arrivals: 0,
    arrivedMs: 0,
    joinedMs: 0,
  };
}

function sameContent(a: Content, b: Content): boolean {
  return (
    a.leftOut === b.leftOut &&
    a.comments === b.comments &&
    a.merged === b.merged &&
    a.stray === b.stray &&
    a.numbers.length === b.numbers.length &&
    a.numbers.every((number, index) => number === b.numbers[index])
  );
}

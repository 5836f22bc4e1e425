/** The comments of a recording, in order of their position. */
import type { DanmakuComment } from '@danmaku-live/protocol';

export class Recording {
  #comments: readonly DanmakuComment[];
  /** Position of each comment, in milliseconds, ascending. */
  #atMs: Float64Array;
  /** 1 for each comment that goes before others: to look at hundreds of thousands of comments themselves takes long. */
  #first: Uint8Array;

  /** @param comments in order of position. @param atMs their positions. @param first 1 for those that go before others. */
  constructor(comments: readonly DanmakuComment[], atMs: Float64Array, first: Uint8Array) {
    this.#comments = comments;
    this.#atMs = atMs;
    this.#first = first;
  }

  get comments(): readonly DanmakuComment[] {
    return this.#comments;
  }

  /** Takes out everything that `matches`. Returns whether there was any; numbers of comments are others then. */
  withdraw(matches: (comment: DanmakuComment) => boolean): boolean {
    const kept = this.#comments.map((comment) => !matches(comment));
    if (!kept.includes(false)) return false;
    this.#comments = this.#comments.filter((_, i) => kept[i]);
    this.#atMs = this.#atMs.filter((_, i) => kept[i]);
    this.#first = this.#first.filter((_, i) => kept[i]);
    return true;
  }

  atMs(index: number): number {
    return this.#atMs[index] ?? Infinity;
  }

  isFirst(index: number): boolean {
    return this.#first[index] === 1;
  }

  /** The first comment at `ms` or later; the number of comments where there is none. */
  indexAt(ms: number): number {
    let low = 0;
    let high = this.#atMs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.atMs(middle) < ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** What a room keeps of its log: the newest lines, bounded by number and age, addressed by offset. */
import { isRecalled, type CommentLine, type LogEntry, type LogLine, type Recalled } from './log-line.ts';
import type { Offset } from './offset.ts';

export interface HistoryLimits {
  readonly maxLines: number;
  readonly maxAgeMs: number;
}

export interface HistoryPage {
  /** The first line this page covers: what stands before it is the page before. */
  readonly first: Offset;
  /** The last line this page covers, whether or not it holds a comment. */
  readonly last: Offset;
  readonly comments: readonly CommentLine[];
}

export class History {
  readonly #limits: HistoryLimits;
  #last: Offset;
  /** `#lines[#start]` stands at `#last.seq - (#lines.length - #start) + 1`; a recalled comment leaves a hole. */
  #lines: (LogLine | undefined)[] = [];
  #start = 0;

  /** @param last where the log ends now: the offset of its newest line, `seq` 0 for an empty log. */
  constructor(limits: HistoryLimits, last: Offset) {
    this.#limits = limits;
    this.#last = last;
  }

  get last(): Offset {
    return this.#last;
  }

  /** The oldest offset from which nothing is missing: what follows it is all kept. */
  get floor(): Offset {
    return { epochMs: this.#last.epochMs, seq: this.#last.seq - this.size };
  }

  get size(): number {
    return this.#lines.length - this.#start;
  }

  /** When the newest kept line was written, 0 when none is kept. */
  get newestTimeMs(): number {
    return this.#lines.at(-1)?.timeMs ?? 0;
  }

  /** What is kept, oldest first; a recalled comment is a hole. */
  lines(): readonly (LogLine | undefined)[] {
    return this.#lines.slice(this.#start);
  }

  /** Takes over the kept end of a log, as {@link lines} told it. */
  static from(limits: HistoryLimits, lines: readonly (LogLine | undefined)[], last: Offset): History {
    const history = new History(limits, last);
    history.#lines = [...lines];
    return history;
  }

  /** @returns what is no longer kept for it. */
  append(entry: LogEntry, nowMs: number): readonly (LogLine | undefined)[] {
    const expectedSeq = this.#last.seq + entry.lines.length;
    if (entry.last.epochMs !== this.#last.epochMs || entry.last.seq !== expectedSeq) this.#forget();
    for (const line of entry.lines) {
      if (line?.kind === 'recall') this.#remove(line.what);
      // What a state line says stands in the room's state: nobody reads it twice, and it may be long.
      this.#lines.push(line?.kind === 'state' ? undefined : line);
    }
    this.#last = entry.last;
    return this.trim(nowMs);
  }

  /** Drops what is beyond the limits of number and age, and answers it. */
  trim(nowMs: number): readonly (LogLine | undefined)[] {
    const oldestMs = nowMs - this.#limits.maxAgeMs;
    let start = Math.max(this.#start, this.#lines.length - this.#limits.maxLines);
    for (let index = start; index < this.#lines.length; index += 1) {
      const line = this.#lines[index];
      // A hole has no age of its own: it goes with the first line behind it that is too old.
      if (line === undefined) continue;
      if (line.timeMs >= oldestMs) break;
      start = index + 1;
    }
    const dropped = this.#lines.slice(this.#start, start);
    this.#lines.fill(undefined, this.#start, start);
    this.#start = start;
    if (this.#start > 256 && this.#start * 2 > this.#lines.length) {
      this.#lines = this.#lines.slice(this.#start);
      this.#start = 0;
    }
    return dropped;
  }

  /**
   * All lines after `after` up to `upTo`, or `undefined` when some of them are no longer kept, or `after` belongs to
   * another log.
   */
  linesAfter(after: Offset, upTo: Offset): readonly LogLine[] | undefined {
    if (this.#isBeforeAll(after)) return this.#slice(0, upTo.seq);
    if (after.epochMs !== this.#last.epochMs || after.seq < this.floor.seq || after.seq > this.#last.seq)
      return undefined;
    return this.#slice(after.seq, upTo.seq);
  }

  /** The newest `limit` comments up to `upTo`, oldest first. */
  latest(limit: number, upTo: Offset): readonly CommentLine[] {
    const found: CommentLine[] = [];
    for (let index = this.#indexOf(upTo.seq); index >= this.#start && found.length < limit; index -= 1) {
      const line = this.#lines[index];
      if (line?.kind === 'comment') found.push(line);
    }
    return found.reverse();
  }

  /**
   * A page for readers: with `after` the first `limit` comments that follow it (from the oldest kept when it is gone);
   * else the newest `limit` before `before`.
   */
  page(query: { readonly after?: Offset; readonly before?: Offset; readonly limit: number }): HistoryPage {
    const end = query.before ? this.#clamp(query.before.seq - 1, query.before) : this.#last.seq;
    const comments: CommentLine[] = [];
    if (!query.after) {
      let first = end + 1;
      while (first - 1 > this.floor.seq && comments.length < query.limit) {
        first -= 1;
        const line = this.#lines[this.#indexOf(first)];
        if (line?.kind === 'comment') comments.push(line);
      }
      return { first: this.#at(first), last: this.#at(end), comments: comments.reverse() };
    }
    const from = this.#clamp(query.after.seq, query.after);
    let seq = from;
    while (seq < end && comments.length < query.limit) {
      seq += 1;
      const line = this.#lines[this.#indexOf(seq)];
      if (line?.kind === 'comment') comments.push(line);
    }
    return { first: this.#at(from + 1), last: this.#at(Math.max(seq, from)), comments };
  }

  /** How many comments are kept that are not older than `sinceMs`. */
  countSince(sinceMs: number): number {
    let count = 0;
    for (let index = this.#lines.length - 1; index >= this.#start; index -= 1) {
      const line = this.#lines[index];
      if (line === undefined) continue;
      if (line.timeMs < sinceMs) break;
      if (line.kind === 'comment') count += 1;
    }
    return count;
  }

  /**
   * Whether `after` was told before the log was born, where nothing was, and the log is all kept. Told long before, it
   * says too little: another log may have come and gone since.
   */
  #isBeforeAll({ epochMs, seq }: Offset): boolean {
    const bornAfterMs = this.#last.epochMs - epochMs;
    return seq === 0 && this.floor.seq === 0 && bornAfterMs >= 0 && bornAfterMs < this.#limits.maxAgeMs;
  }

  #slice(afterSeq: number, upToSeq: number): LogLine[] {
    const lines = this.#lines.slice(this.#indexOf(afterSeq) + 1, this.#indexOf(upToSeq) + 1);
    return lines.filter((line) => line !== undefined);
  }

  #remove(what: Recalled): void {
    for (let index = this.#start; index < this.#lines.length; index += 1) {
      const line = this.#lines[index];
      if (line?.kind === 'comment' && isRecalled(line, what)) this.#lines[index] = undefined;
    }
  }

  #clamp(seq: number, offset: Offset): number {
    if (offset.epochMs !== this.#last.epochMs) return this.floor.seq;
    return Math.min(Math.max(seq, this.floor.seq), this.#last.seq);
  }

  #indexOf(seq: number): number {
    return this.#lines.length - 1 - (this.#last.seq - seq);
  }

  #at(seq: number): Offset {
    return { epochMs: this.#last.epochMs, seq };
  }

  #forget(): void {
    this.#lines = [];
    this.#start = 0;
  }
}

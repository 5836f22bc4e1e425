/** What a room keeps of its log: the newest comments and recalls, bounded by number and age, addressed by offset. */
import { KeptLines } from './kept-lines.ts';
import { isAmong, type CommentLine, type LogEntry, type LogLine, type RecallLine } from './log-line.ts';
import type { LogTail } from './log-tail.ts';
import type { Offset } from './offset.ts';

export interface HistoryLimits {
  readonly maxComments: number;
  /** What moderators do is bounded on its own account: it pushes no comment out. */
  readonly maxControls: number;
  readonly maxAgeMs: number;
}

/** No comment's JSON is shorter. */
const MIN_COMMENT_CHARS = 64;
/** Control lines that a room keeps: minutes of the busiest moderation. */
export const MAX_CONTROLS = 1000;

export interface PageQuery {
  readonly after?: Offset;
  readonly before?: Offset;
  readonly limit: number;
}

export interface HistoryPage {
  /** The first line this page covers: what stands before it is the page before. */
  readonly first: Offset;
  /** The last line this page covers, whether or not it holds a comment. */
  readonly last: Offset;
  readonly comments: readonly CommentLine[];
}

/** Both in the log's order. What is there of a recalled user was said after the recall. */
export interface Missed {
  readonly comments: readonly CommentLine[];
  readonly recalls: readonly RecallLine[];
}

export class History {
  readonly #limits: HistoryLimits;
  #last: Offset;
  #comments: KeptLines<CommentLine>;
  /** Of other control lines nobody reads what they said: it stands in the room's state. */
  #recalls: KeptLines<RecallLine>;

  constructor(limits: HistoryLimits, tail: LogTail) {
    this.#limits = limits;
    this.#last = tail.last;
    this.#comments = new KeptLines(limits.maxComments, tail.commentFloor);
    this.#recalls = new KeptLines(limits.maxControls, tail.controlFloor);
    for (const { seq, line } of tail.lines) this.#keep(seq, line);
  }

  get last(): Offset {
    return this.#last;
  }

  /** Lines kept. */
  get size(): number {
    return this.#comments.size + this.#recalls.size;
  }

  /** When the newest kept line was written, 0 when none is kept. */
  get newestTimeMs(): number {
    return Math.max(this.#comments.newestTimeMs, this.#recalls.newestTimeMs);
  }

  /** All that is kept, as another history may take it over. */
  tail(): LogTail {
    const lines = [...this.#comments.all(), ...this.#recalls.all()].sort((a, b) => a.seq - b.seq);
    return { last: this.#last, lines, commentFloor: this.#comments.floor, controlFloor: this.#recalls.floor };
  }

  /** All comments kept, oldest first. */
  comments(): readonly CommentLine[] {
    return this.#comments.all().map(({ line }) => line);
  }

  /** @returns the comments that are no longer kept for it. */
  append(entry: LogEntry, nowMs: number): readonly CommentLine[] {
    const before = entry.last.seq - entry.lines.length;
    if (entry.last.epochMs !== this.#last.epochMs || before !== this.#last.seq) this.#forget(before);
    for (const [index, line] of entry.lines.entries()) {
      if (line?.kind === 'recall') this.#comments.remove(isAmong(line.what));
      this.#keep(before + index + 1, line);
    }
    this.#last = entry.last;
    return this.trim(nowMs);
  }

  /** Drops what is beyond the limits of number and age, and answers the comments among it. */
  trim(nowMs: number): readonly CommentLine[] {
    const oldestMs = nowMs - this.#limits.maxAgeMs;
    const dropped = this.#comments.trim(oldestMs);
    // Who misses comments starts afresh: recalls before them are of use to nobody.
    this.#recalls.dropUpTo(this.#comments.floor);
    this.#recalls.trim(oldestMs);
    return dropped;
  }

  /**
   * All after `after` up to `upTo`, or `undefined` when some of it is no longer kept, or `after` belongs to another log.
   *
   * @param maxChars what it may come to. Where it must be more, nothing is gathered: in a long history that takes time.
   */
  missed(after: Offset, upTo: Offset, maxChars = Number.POSITIVE_INFINITY): Missed | undefined {
    if (!this.#isBeforeAll(after)) {
      const floor = this.#floor;
      if (after.epochMs !== this.#last.epochMs || after.seq < floor || after.seq > this.#last.seq) return undefined;
    }
    const from = this.#isBeforeAll(after) ? 0 : after.seq;
    const all = Number.POSITIVE_INFINITY;
    if (this.#comments.count(from, upTo.seq) * MIN_COMMENT_CHARS > maxChars) return undefined;
    return {
      comments: this.#comments.first(all, from, upTo.seq).map(({ line }) => line),
      recalls: this.#recalls.first(all, from, upTo.seq).map(({ line }) => line),
    };
  }

  /** The newest `limit` comments up to `upTo`, oldest first. */
  latest(limit: number, upTo: Offset): readonly CommentLine[] {
    return this.#comments.last(limit, 0, upTo.seq).map(({ line }) => line);
  }

  /**
   * A page for readers: with `after` the first `limit` comments that follow it (from the oldest kept when it is gone);
   * else the newest `limit` before `before`.
   */
  page({ after, before, limit }: PageQuery): HistoryPage {
    const end = before ? this.#clamp(before.seq - 1, before) : this.#last.seq;
    const from = after ? this.#clamp(after.seq, after) : this.#comments.floor;
    const found = after ? this.#comments.first(limit, from, end) : this.#comments.last(limit, from, end);
    const isFull = found.length === limit;
    const first = (isFull && !after && found[0]?.seq) || from + 1;
    const last = (isFull && after && found.at(-1)?.seq) || Math.max(from, end);
    return { first: this.#at(first), last: this.#at(last), comments: found.map(({ line }) => line) };
  }

  /** The oldest number from which nothing is missing. */
  get #floor(): number {
    return Math.max(this.#comments.floor, this.#recalls.floor);
  }

  /**
   * Whether `after` was told before the log was born, where nothing was, and the log is all kept. Told long before, it
   * says too little: another log may have come and gone since.
   */
  #isBeforeAll({ epochMs, seq }: Offset): boolean {
    const bornAfterMs = this.#last.epochMs - epochMs;
    return seq === 0 && this.#floor === 0 && bornAfterMs >= 0 && bornAfterMs < this.#limits.maxAgeMs;
  }

  #keep(seq: number, line: LogLine | undefined): void {
    if (line?.kind === 'comment') this.#comments.push(seq, line);
    else if (line?.kind === 'recall') this.#recalls.push(seq, line);
  }

  #clamp(seq: number, offset: Offset): number {
    const { floor } = this.#comments;
    if (offset.epochMs !== this.#last.epochMs) return floor;
    return Math.min(Math.max(seq, floor), this.#last.seq);
  }

  #at(seq: number): Offset {
    return { epochMs: this.#last.epochMs, seq };
  }

  #forget(floor: number): void {
    this.#comments = new KeptLines(this.#limits.maxComments, floor);
    this.#recalls = new KeptLines(this.#limits.maxControls, floor);
  }
}

/** Lines of one kind that a room keeps of its log: the newest ones, in order, found by their number. */
export interface Placed<Line> {
  readonly seq: number;
  readonly line: Line;
}

export class KeptLines<Line extends { readonly timeMs: number }> {
  readonly #max: number;
  #floor: number;
  /** `#lines[index]` has the number `#seqs[index]`; what is kept begins at `#start`. */
  #lines: (Line | undefined)[] = [];
  #seqs: number[] = [];
  #start = 0;

  /**
   * @param max lines kept.
   * @param floor up to this number lines may be missing.
   */
  constructor(max: number, floor: number) {
    this.#max = max;
    this.#floor = floor;
  }

  /** The number up to which lines were dropped. All that came after it is here, but what was taken out. */
  get floor(): number {
    return this.#floor;
  }

  get size(): number {
    return this.#lines.length - this.#start;
  }

  /** When the newest line was written, 0 when none is kept. */
  get newestTimeMs(): number {
    return this.#lines.at(-1)?.timeMs ?? 0;
  }

  /** @param seq greater than that of any line before. */
  push(seq: number, line: Line): void {
    this.#lines.push(line);
    this.#seqs.push(seq);
  }

  /** Drops what is beyond the number kept, and what stands before the first line that is not older than `oldestMs`. */
  trim(oldestMs: number): readonly Line[] {
    let end = Math.max(this.#start, this.#lines.length - this.#max);
    while (end < this.#lines.length && (this.#lines[end]?.timeMs ?? 0) < oldestMs) end += 1;
    if (end === this.#start) return [];
    const dropped = this.#slice(this.#start, end);
    this.#drop(end);
    return dropped.map(({ line }) => line);
  }

  /** Drops the lines up to number `seq`. */
  dropUpTo(seq: number): void {
    if (seq <= this.#floor) return;
    this.#drop(this.#indexAfter(seq));
    this.#floor = seq;
  }

  /** Takes lines out; none of them counts as missing. */
  remove(isRemoved: (line: Line) => boolean): void {
    let end = this.#start;
    for (let index = this.#start; index < this.#lines.length; index += 1) {
      const line = this.#lines[index];
      if (!line || isRemoved(line)) continue;
      this.#lines[end] = line;
      this.#seqs[end] = this.#seqs[index] ?? 0;
      end += 1;
    }
    this.#lines.length = end;
    this.#seqs.length = end;
  }

  /** Oldest first. */
  all(): readonly Placed<Line>[] {
    return this.#slice(this.#start, this.#lines.length);
  }

  /** How many there are after number `after` and up to number `upTo`. */
  count(after: number, upTo: number): number {
    return Math.max(0, this.#indexAfter(upTo) - this.#indexAfter(after));
  }

  /** The first `limit` after number `after` and up to number `upTo`. */
  first(limit: number, after: number, upTo: number): readonly Placed<Line>[] {
    const from = this.#indexAfter(after);
    return this.#slice(from, Math.min(from + limit, this.#indexAfter(upTo)));
  }

  /** The last `limit` after number `after` and up to number `upTo`, oldest first. */
  last(limit: number, after: number, upTo: number): readonly Placed<Line>[] {
    const end = this.#indexAfter(upTo);
    return this.#slice(Math.max(this.#indexAfter(after), end - limit), end);
  }

  #slice(from: number, end: number): readonly Placed<Line>[] {
    const placed: Placed<Line>[] = [];
    for (let index = from; index < end; index += 1) {
      const line = this.#lines[index];
      if (line) placed.push({ seq: this.#seqs[index] ?? 0, line });
    }
    return placed;
  }

  #drop(end: number): void {
    if (end === this.#start) return;
    this.#floor = Math.max(this.#floor, this.#seqs[end - 1] ?? 0);
    this.#lines.fill(undefined, this.#start, end);
    this.#start = end;
    if (end > 256 && end * 2 > this.#lines.length) {
      this.#lines = this.#lines.slice(end);
      this.#seqs = this.#seqs.slice(end);
      this.#start = 0;
    }
  }

  /** Where the first kept line with a number greater than `seq` stands. */
  #indexAfter(seq: number): number {
    let [low, high] = [this.#start, this.#seqs.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#seqs[middle] ?? 0) > seq) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

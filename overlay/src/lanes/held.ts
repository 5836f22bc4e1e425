/**
 * Comments that wait for their moment of a programme. Those whose moment has passed stay for a while, so that a
 * viewer who goes back sees them again.
 */

const CAPACITY = 5_000;

interface Entry<T> {
  readonly value: T;
  readonly atMs: number;
}

export class Held<T> {
  #entries: Entry<T>[] = [];
  /** How many of them have had their moment. */
  #passed = 0;

  /** When the next one is due. */
  get nextMs(): number {
    return this.#entries[this.#passed]?.atMs ?? Infinity;
  }

  get waiting(): number {
    return this.#entries.length - this.#passed;
  }

  /**
   * One whose moment has passed comes next. Returns what there is no room for: of those whose moment is to come, the last.
   */
  push(value: T, atMs: number): T | undefined {
    const index = Math.max(this.#passed, indexAfter(this.#entries, atMs));
    this.#entries.splice(index, 0, { value, atMs });
    if (this.#entries.length <= CAPACITY) return undefined;
    if (this.#passed > 0) {
      this.#entries.shift();
      this.#passed -= 1;
      return undefined;
    }
    return this.#entries.pop()?.value;
  }

  /** What has become due by `nowMs`. */
  take(nowMs: number): T[] {
    const until = indexAfter(this.#entries, nowMs);
    const due = this.#entries.slice(this.#passed, until).map(({ value }) => value);
    this.#passed = Math.max(this.#passed, until);
    return due;
  }

  /** The viewer has gone back to `nowMs`: what comes after it comes again. */
  goBack(nowMs: number): void {
    // Late ones stand behind those that they were late for.
    this.#entries.sort((a, b) => a.atMs - b.atMs);
    this.#passed = indexAfter(this.#entries, nowMs);
  }

  /** Takes out everything that `matches`. Returns those that waited. */
  drop(matches: (value: T) => boolean): T[] {
    const dropped = this.#entries.slice(this.#passed).filter(({ value }) => matches(value));
    const passed = this.#entries.slice(0, this.#passed).filter(({ value }) => !matches(value));
    const waiting = this.#entries.slice(this.#passed).filter(({ value }) => !matches(value));
    this.#entries = [...passed, ...waiting];
    this.#passed = passed.length;
    return dropped.map(({ value }) => value);
  }
}

/** Where one of `atMs` goes: behind its equals. */
function indexAfter(entries: readonly { readonly atMs: number }[], atMs: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.atMs ?? Infinity) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

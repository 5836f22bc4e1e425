/**
 * Refs that were granted lately, and the ids they were granted with. Kept in slices of time: a slice is forgotten whole,
 * and an entry is two numbers and two texts, because a busy minute holds millions of them.
 */
const SLICE_MS = 10_000;

interface Slice {
  readonly sinceMs: number;
  newestMs: number;
  /** Where each ref stands in the two lists. */
  readonly places: Map<string, number>;
  readonly ids: string[];
  /** Milliseconds from `sinceMs`. */
  readonly grantedMs: number[];
}

export class RefBook {
  readonly #keptMs: number;
  readonly #maxSlices: number;
  /** The newest first. */
  readonly #slices: Slice[] = [];

  /** @param keptMs how long a ref is known after it was granted. */
  constructor(keptMs: number) {
    this.#keptMs = keptMs;
    // However often the clock is put back and forth.
    this.#maxSlices = Math.ceil(keptMs / SLICE_MS) + 2;
  }

  get size(): number {
    return this.#slices.reduce((size, { ids }) => size + ids.length, 0);
  }

  /** The id that `ref` was granted with, as long as it is known. */
  idOf(ref: string, nowMs: number): string | undefined {
    for (const { places, ids, grantedMs, sinceMs } of this.#slices) {
      const place = places.get(ref);
      if (place !== undefined) return sinceMs + (grantedMs[place] ?? 0) + this.#keptMs > nowMs ? ids[place] : undefined;
    }
    return undefined;
  }

  add(ref: string, id: string, nowMs: number): void {
    const slice = this.#sliceAt(nowMs);
    slice.newestMs = Math.max(slice.newestMs, nowMs);
    slice.places.set(ref, slice.ids.length);
    slice.ids.push(id);
    slice.grantedMs.push(nowMs - slice.sinceMs);
  }

  /** Forgets what is no longer known. */
  sweep(nowMs: number): void {
    for (let oldest = this.#slices.at(-1); oldest; oldest = this.#slices.at(-1)) {
      if (oldest.newestMs + this.#keptMs > nowMs && this.#slices.length <= this.#maxSlices) return;
      this.#slices.pop();
    }
  }

  #sliceAt(nowMs: number): Slice {
    const newest = this.#slices[0];
    if (newest && Math.abs(nowMs - newest.sinceMs) < SLICE_MS) return newest;
    const slice: Slice = { sinceMs: nowMs, newestMs: nowMs, places: new Map(), ids: [], grantedMs: [] };
    this.#slices.unshift(slice);
    return slice;
  }
}

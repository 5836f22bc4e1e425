/**
 * Who is in which lane until when: the two-number rule.
 *
 * Of the last comment of a lane two moments matter: E, when its tail and the gap have cleared the entry, and
 * X, when they have left at the other side. A newcomer of speed v, started at s, never touches it
 * iff s >= E and s + W/v >= X. What goes the other way must have left (s >= its X), and what stands in the
 * middle must be over before the newcomer's head gets there. All four modes share one table, so nothing
 * of one mode can touch anything of another either.
 */
import type { Later } from './later.ts';
import type { Heading } from './layout.ts';

/** What a comment needs of the lanes. */
export interface Need {
  readonly heading: Heading;
  /** Adjacent rows. */
  readonly rows: number;
  readonly width: number;
  /** Pixels per millisecond, above 0; of no matter to what stands still. */
  readonly velocity: number;
  /** Milliseconds that a standing comment stays. */
  readonly standMs: number;
}

interface Stream {
  readonly clearsAt: Float64Array;
  readonly leavesAt: Float64Array;
  /** Speed of the one that leaves last. */
  readonly velocity: Float64Array;
  /** Key of the one that entered last, -1 for none. */
  readonly last: Float64Array;
}

export class LaneTable {
  readonly rows: number;
  readonly #width: number;
  readonly #gap: number;
  readonly #left: Stream;
  readonly #right: Stream;
  readonly #standsUntil: Float64Array;
  /** How far the standing one reaches from the middle, to the side it reaches further. */
  readonly #standsHalf: Float64Array;
  readonly #later: Later | undefined;

  /** @param later what starts later and must find its place untouched. */
  constructor(rows: number, width: number, gap: number, later?: Later) {
    this.rows = rows;
    this.#width = width;
    this.#gap = gap;
    this.#left = newStream(rows);
    this.#right = newStream(rows);
    this.#standsUntil = new Float64Array(rows).fill(-Infinity);
    this.#standsHalf = new Float64Array(rows);
    this.#later = later;
  }

  /** Earliest start, not before `fromMs`, at which `need` touches nothing from `row` down; `Infinity` where what comes later is in the way. */
  earliest(row: number, need: Need, fromMs: number): number {
    let start = fromMs;
    for (let r = row; r < row + need.rows; r += 1) start = Math.max(start, this.#earliestIn(r, need));
    if (this.#later === undefined) return start;
    for (let r = row; r < row + need.rows; r += 1) if (this.#later.touches(r, need, start)) return Infinity;
    return start;
  }

  #earliestIn(row: number, need: Need): number {
    const standsUntil = this.#standsUntil[row] ?? Infinity;
    if (need.heading === 'still') {
      const side = Math.max(0, (this.#width - need.width) / 2);
      return Math.max(standsUntil, tailPasses(this.#left, row, side), tailPasses(this.#right, row, side));
    }
    const same = need.heading === 'left' ? this.#left : this.#right;
    const other = need.heading === 'left' ? this.#right : this.#left;
    const approach = Math.max(0, this.#width / 2 - (this.#standsHalf[row] ?? 0) - this.#gap);
    return Math.max(
      same.clearsAt[row] ?? Infinity,
      (same.leavesAt[row] ?? Infinity) - this.#width / need.velocity,
      other.leavesAt[row] ?? Infinity,
      standsUntil - approach / need.velocity,
    );
  }

  /**
   * The fastest speed up to `need.velocity` with which it may start exactly at `startMs`; 0 where none will do.
   * A comment that can't wait may still be slowed down so that it never catches up with the one ahead.
   */
  velocityAt(row: number, need: Need, startMs: number): number {
    let velocity = need.velocity;
    if (need.heading === 'still') return this.earliest(row, need, startMs) > startMs ? 0 : velocity;
    const same = need.heading === 'left' ? this.#left : this.#right;
    for (let r = row; r < row + need.rows; r += 1) {
      const spareMs = (same.leavesAt[r] ?? Infinity) - startMs;
      if (spareMs > 0) velocity = Math.min(velocity, this.#width / spareMs);
    }
    // One part in a million slower: the quotient above may round to the wrong side.
    velocity *= 1 - 1e-6;
    return this.earliest(row, { ...need, velocity }, startMs) > startMs ? 0 : velocity;
  }

  /**
   * `key` is in these rows: its head was or will be `distance` before the exit at `atMs`.
   *
   * @param stageMs now; what stood until then no longer counts.
   */
  occupy(row: number, need: Need, key: number, stageMs: number, atMs: number, distance: number = this.#width): void {
    for (let r = row; r < Math.min(row + need.rows, this.rows); r += 1) {
      if (need.heading === 'still') {
        this.#stand(r, stageMs, atMs + need.standMs, need.width / 2);
        continue;
      }
      const stream = need.heading === 'left' ? this.#left : this.#right;
      const leaves = atMs + (distance + need.width + this.#gap) / need.velocity;
      stream.clearsAt[r] = Math.max(stream.clearsAt[r] ?? -Infinity, leaves - this.#width / need.velocity);
      if (leaves < (stream.leavesAt[r] ?? -Infinity)) continue;
      stream.leavesAt[r] = leaves;
      stream.velocity[r] = need.velocity;
      stream.last[r] = key;
    }
  }

  #stand(row: number, stageMs: number, untilMs: number, half: number): void {
    const before = this.#standsUntil[row] ?? -Infinity;
    this.#standsHalf[row] = stageMs >= before ? half : Math.max(half, this.#standsHalf[row] ?? 0);
    this.#standsUntil[row] = Math.max(before, untilMs);
  }

  /** Whether `key` may grow at its tail by `grownBy` pixels: nobody follows it yet, and nobody waits for it to be gone. */
  mayGrow(row: number, need: Need, key: number, grownBy: number, stageMs: number): boolean {
    for (let r = row; r < row + need.rows; r += 1) {
      if (this.#later !== undefined && this.#later.firstMs(r) < this.#goneMs(r, need, grownBy)) return false;
      const moving = need.heading === 'right' ? this.#right : this.#left;
      const other = need.heading === 'right' ? this.#left : this.#right;
      if ((other.leavesAt[r] ?? Infinity) > stageMs) return false;
      if (need.heading === 'still') {
        if ((moving.leavesAt[r] ?? Infinity) > stageMs) return false;
      } else if (moving.last[r] !== key || (this.#standsUntil[r] ?? Infinity) > stageMs) return false;
    }
    return true;
  }

  /** When the last of the row will have left if it grows by so much. */
  #goneMs(row: number, need: Need, grownBy: number): number {
    if (need.heading === 'still') return this.#standsUntil[row] ?? Infinity;
    const stream = need.heading === 'left' ? this.#left : this.#right;
    return (stream.leavesAt[row] ?? Infinity) + grownBy / need.velocity;
  }
}

function newStream(rows: number): Stream {
  return {
    clearsAt: new Float64Array(rows).fill(-Infinity),
    leavesAt: new Float64Array(rows).fill(-Infinity),
    velocity: new Float64Array(rows).fill(1),
    last: new Float64Array(rows).fill(-1),
  };
}

/** When the last tail of the stream is `side` before the exit. */
function tailPasses(stream: Stream, row: number, side: number): number {
  return (stream.leavesAt[row] ?? Infinity) - side / (stream.velocity[row] ?? 1);
}

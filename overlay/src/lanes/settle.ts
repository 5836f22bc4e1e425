/**
 * Comments in flight under a new layout. Whoever can stay where it is stays; whoever would touch the one
 * ahead, now or before that one has left, moves back outward just as far as it must. Nothing leaps.
 */
import { distanceAt, motionFrom, needOf, topOf } from './flight.ts';
import type { Flight } from './flight.ts';
import { Lanes } from './lanes.ts';
import { rowsFor } from './layout.ts';
import type { Layout } from './layout.ts';
import type { TextSize } from './bullet.ts';

export interface Settled {
  readonly lanes: Lanes;
  /** Those for which the new layout has no room. */
  readonly dropped: Flight[];
}

/** Less than this is rounding. */
const EPSILON_PX = 1e-3;

/** Per row: where the last tail is (gap included), and when it will have left. */
interface Tails {
  readonly distance: Float64Array;
  readonly leavesAt: Float64Array;
}

/**
 * Re-anchors `flights` (changing them) at `stageMs` and fills new lanes with them.
 *
 * @param sizeOf what each covers under the new layout.
 * @param scale factor on the positions: the growth of the text when the stage itself was resized, else 1.
 */
export function settle(
  flights: Iterable<Flight>,
  before: Layout,
  after: Layout,
  stageMs: number,
  sizeOf: (flight: Flight) => TextSize,
  scale: number,
): Settled {
  const lanes = new Lanes(after.rows, after.width, after.gap);
  const dropped: Flight[] = [];
  const tails = { left: newTails(after.rows), right: newTails(after.rows) };
  const moving: { flight: Flight; enteredMs: number; distance: number }[] = [];
  const standing: Flight[] = [];
  for (const flight of flights) {
    const size = sizeOf(flight);
    const rows = rowsFor(after, size.height);
    if (flight.row + rows > after.rows) dropped.push(flight);
    else if (flight.heading === 'still') standing.push(flight);
    else {
      const distance = distanceAt(flight, before, stageMs);
      const enteredMs = stageMs + (distance - before.width) / Math.abs(flight.motion.velocity);
      moving.push({ flight, enteredMs, distance: carried(flight, distance, before, after, size, scale) });
    }
    flight.size = size;
    flight.rows = rows;
  }
  moving.sort((a, b) => a.enteredMs - b.enteredMs);
  for (const { flight, distance } of moving) {
    const settled = flight.layer === 1 ? distance : pushed(flight, distance, after, stageMs, tails);
    anchor(flight, after, settled, stageMs);
    lanes.occupy(flight.layer, flight.row, needOf(flight, after), flight.key, stageMs, stageMs, settled);
  }
  standing.sort((a, b) => a.motion.fromMs - b.motion.fromMs);
  const stood = new Float64Array(after.rows).fill(-Infinity);
  for (const flight of standing) {
    const x = before === after ? flight.motion.x : (after.width - flight.size.width) / 2;
    const y = topOf(after, flight.row, flight.rows, flight.layer, flight.size.height);
    flight.motion = { ...flight.motion, x, y };
    const untilMs = standsUntil(flight, after, stageMs, moving, stood);
    if (untilMs <= Math.max(stageMs, flight.motion.fromMs)) {
      dropped.push(flight);
      continue;
    }
    flight.motion = { ...flight.motion, untilMs };
    lanes.occupy(flight.layer, flight.row, needOf(flight, after), flight.key, stageMs, flight.motion.fromMs);
  }
  return { lanes, dropped };
}

/** Where the head stands under the new layout if nothing is in its way. */
function carried(flight: Flight, distance: number, before: Layout, after: Layout, size: TextSize, scale: number) {
  if (distance >= before.width) return after.width + (distance - before.width) * scale;
  if (flight.heading === 'left') return distance * scale;
  const x = (before.width - distance - flight.size.width) * scale;
  return after.width - x - size.width;
}

/** The same, or as far back as those ahead force it. */
function pushed(
  flight: Flight,
  distance: number,
  layout: Layout,
  stageMs: number,
  tails: { left: Tails; right: Tails },
): number {
  const { velocity, rows, width } = needOf(flight, layout);
  const same = flight.heading === 'left' ? tails.left : tails.right;
  const other = flight.heading === 'left' ? tails.right : tails.left;
  let bound = -Infinity;
  for (let r = flight.row; r < flight.row + rows; r += 1) {
    bound = Math.max(bound, same.distance[r] ?? 0, velocity * ((same.leavesAt[r] ?? 0) - stageMs));
    const otherLeavesMs = (other.leavesAt[r] ?? 0) - stageMs;
    if (otherLeavesMs > 0) bound = Math.max(bound, layout.width + velocity * otherLeavesMs);
  }
  const settled = bound > distance + EPSILON_PX ? bound : distance;
  for (let r = flight.row; r < flight.row + rows; r += 1) {
    same.distance[r] = settled + width + layout.gap;
    same.leavesAt[r] = stageMs + (settled + width + layout.gap) / velocity;
  }
  return settled;
}

function anchor(flight: Flight, layout: Layout, distance: number, stageMs: number): void {
  const y = topOf(layout, flight.row, flight.rows, flight.layer, flight.size.height);
  flight.motion = motionFrom(layout, needOf(flight, layout), distance, stageMs, y);
}

/** How long a standing comment can stay before something reaches it; not after its own time. */
function standsUntil(
  flight: Flight,
  layout: Layout,
  stageMs: number,
  moving: readonly { readonly flight: Flight }[],
  stood: Float64Array,
): number {
  const { row, rows } = flight;
  const fromMs = Math.max(stageMs, flight.motion.fromMs);
  let untilMs = flight.motion.untilMs;
  if (flight.layer === 1) return untilMs;
  const side = Math.max(0, (layout.width - needOf(flight, layout).width) / 2);
  for (const { flight: mover } of moving) {
    if (mover.layer === 1 || mover.row >= row + rows || row >= mover.row + mover.rows) continue;
    const speed = Math.abs(mover.motion.velocity);
    const distance = distanceAt(mover, layout, stageMs);
    const passedMs = stageMs + (distance + mover.size.width - side) / speed;
    if (passedMs <= fromMs) continue;
    untilMs = Math.min(untilMs, stageMs + (distance - layout.gap - layout.width + side) / speed);
  }
  for (let r = row; r < row + rows; r += 1) {
    if ((stood[r] ?? 0) > flight.motion.fromMs) return -Infinity;
  }
  if (untilMs > fromMs) stood.fill(untilMs, row, row + rows);
  return untilMs;
}

function newTails(rows: number): Tails {
  return { distance: new Float64Array(rows).fill(-Infinity), leavesAt: new Float64Array(rows).fill(-Infinity) };
}

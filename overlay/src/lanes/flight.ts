/** A comment on its way: the bullet the stage draws, and what the lanes know of it. Only the engine changes it. */
import type { DanmakuComment, Mode } from '@danmaku-live/protocol';
import type { Bullet } from './bullet.ts';
import type { Need } from './lane-table.ts';
import type { Heading, Layout } from './layout.ts';
import { velocityOf } from './layout.ts';
import { xAt } from './motion.ts';
import type { Motion } from './motion.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface Flight extends Mutable<Bullet> {
  comment: DanmakuComment;
  readonly mode: Mode;
  heading: Heading;
  row: number;
  rows: number;
  layer: 0 | 1;
  /** Share of the usual speed; below 1 where it was slowed down to fit. */
  pace: number;
}

/** How far the head is before the exit edge: the stage's width where it enters, 0 where it begins to leave. */
export function distanceAt(flight: Flight, layout: Layout, stageMs: number): number {
  const x = xAt(flight.motion, stageMs);
  return flight.heading === 'right' ? layout.width - x - flight.size.width : x;
}

/** What the flight needs of the lanes of `layout`. */
export function needOf({ heading, rows, size, pace, motion }: Flight, layout: Layout): Need {
  return {
    heading,
    rows,
    width: heading === 'still' ? reachOf(motion.x, size.width, layout.width) : size.width,
    velocity: velocityOf(layout, size.width) * pace,
    standMs: motion.untilMs - motion.fromMs,
  };
}

/** The width a box centred on the stage must have to cover this one: a counter grows it on one side only. */
function reachOf(x: number, width: number, stageWidth: number): number {
  return 2 * Math.max(stageWidth / 2 - x, x + width - stageWidth / 2);
}

/** Top edge of a comment of this height in the middle of its rows; the second layer lies half a row lower. */
export function topOf(layout: Layout, row: number, rows: number, layer: 0 | 1, height: number): number {
  const y = row * layout.rowHeight + (rows * layout.rowHeight - height) / 2;
  if (layer === 0) return y;
  return Math.max(0, Math.min(y + layout.rowHeight / 2, layout.height - height));
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What it covers of the stage; edges of glyphs that stand out of its rows by a sliver are not counted. */
export function boxAt(flight: Flight, layout: Layout, stageMs: number): Box {
  const height = Math.min(flight.size.height, flight.rows * layout.rowHeight);
  const y = flight.motion.y + (flight.size.height - height) / 2;
  return { x: xAt(flight.motion, stageMs), y, width: flight.size.width, height };
}

/** Whether any of it is on the stage. */
export function isVisibleAt(flight: Flight, layout: Layout, stageMs: number): boolean {
  const { fromMs, untilMs, velocity } = flight.motion;
  if (untilMs <= stageMs || (velocity === 0 && fromMs > stageMs)) return false;
  const x = xAt(flight.motion, stageMs);
  return x < layout.width && x + flight.size.width > 0;
}

/** The motion of a comment whose head is `distance` before the exit at `atMs`. */
export function motionFrom(layout: Layout, need: Need, distance: number, atMs: number, y: number): Motion {
  if (need.heading === 'still') {
    return { x: (layout.width - need.width) / 2, y, velocity: 0, fromMs: atMs, untilMs: atMs + need.standMs };
  }
  const untilMs = atMs + (distance + need.width) / need.velocity;
  return need.heading === 'left'
    ? { x: distance, y, velocity: -need.velocity, fromMs: atMs, untilMs }
    : { x: layout.width - distance - need.width, y, velocity: need.velocity, fromMs: atMs, untilMs };
}

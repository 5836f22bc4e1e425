/** Holding a comment still, and letting it fly on from where it stands. */
import { distanceAt, motionFrom, needOf } from './flight.ts';
import type { Flight } from './flight.ts';
import type { Layout } from './layout.ts';
import { xAt } from './motion.ts';

/** A standing comment whose time was over while it was held stays this long, in stage milliseconds. */
const LEAST_STAND_MS = 1_000;

/** The flight stands where it is at `stageMs` and does not end. Returns how much of its time is left, in stage milliseconds. */
export function grip(flight: Flight, stageMs: number): number {
  const leftMs = flight.motion.untilMs - stageMs;
  const { y } = flight.motion;
  flight.motion = { x: xAt(flight.motion, stageMs), y, velocity: 0, fromMs: stageMs, untilMs: Infinity };
  return leftMs;
}

/** The flight goes on from where it stands, as fast as before; one that only stood has the rest of its time. */
export function ungrip(flight: Flight, layout: Layout, stageMs: number, leftMs: number): void {
  if (flight.heading === 'still') {
    flight.motion = { ...flight.motion, fromMs: stageMs, untilMs: stageMs + Math.max(LEAST_STAND_MS, leftMs) };
    return;
  }
  const distance = distanceAt(flight, layout, stageMs);
  flight.motion = motionFrom(layout, needOf(flight, layout), distance, stageMs, flight.motion.y);
}

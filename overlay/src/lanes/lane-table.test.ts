import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LaneTable } from './lane-table.ts';
import type { Need } from './lane-table.ts';

const WIDTH = 1_000;
const GAP = 10;

const moving = (width: number, velocity: number, heading: 'left' | 'right' = 'left'): Need => ({
  heading,
  rows: 1,
  width,
  velocity,
  standMs: 0,
});
const standing = (width: number): Need => ({ heading: 'still', rows: 1, width, velocity: 1, standMs: 4_000 });

/** Least distance of two left-going comments while both are on stage: below 0 they overlap. */
function closest(a: Need, b: Need, startB: number): number {
  const leftAt = WIDTH / b.velocity + startB;
  const goneAt = (WIDTH + a.width) / a.velocity;
  const apart = (t: number) => WIDTH - b.velocity * (t - startB) - (WIDTH - a.velocity * t + a.width);
  return Math.min(apart(startB), apart(Math.min(leftAt, goneAt)));
}

describe('the two-number rule', () => {
  it('finds the earliest start: later they never touch, a moment sooner the gap between them is gone', () => {
    const sizes = fc.integer({ min: 1, max: 1_500 });
    const speeds = fc.double({ min: 0.05, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(sizes, speeds, sizes, speeds, (widthA, speedA, widthB, speedB) => {
        const [a, b] = [moving(widthA, speedA), moving(widthB, speedB)];
        const table = new LaneTable(1, WIDTH, GAP);
        table.occupy(0, a, 1, 0, 0);
        const start = table.earliest(0, b, 0);
        expect(closest(a, b, start)).toBeGreaterThan(-0.001);
        const soonerMs = 1 + GAP / speedA;
        if (start > soonerMs) expect(closest(a, b, start - soonerMs)).toBeLessThan(GAP);
      }),
    );
  });

  it('holds a fast follower back until it can no longer catch up', () => {
    const table = new LaneTable(1, WIDTH, GAP);
    table.occupy(0, moving(100, 0.1), 1, 0, 0);
    expect(table.earliest(0, moving(100, 0.1), 0)).toBeCloseTo(1_100, 6);
    expect(table.earliest(0, moving(100, 0.2), 0)).toBeCloseTo(11_100 - 5_000, 6);
  });

  it('lets an opposite comment in only when the lane is empty', () => {
    const table = new LaneTable(1, WIDTH, GAP);
    table.occupy(0, moving(100, 0.1), 1, 0, 0);
    expect(table.earliest(0, moving(50, 0.5, 'right'), 0)).toBeCloseTo(11_100, 6);
  });

  it('lets a comment stand as soon as the last tail is past its place, and enter so that it arrives after', () => {
    const table = new LaneTable(1, WIDTH, GAP);
    table.occupy(0, moving(100, 0.1), 1, 0, 0);
    expect(table.earliest(0, standing(200), 0)).toBeCloseTo(11_100 - 4_000, 6);
    const other = new LaneTable(1, WIDTH, GAP);
    other.occupy(0, standing(200), 1, 0, 0);
    expect(other.earliest(0, moving(50, 0.1), 0)).toBeCloseTo(4_000 - (500 - 100 - GAP) / 0.1, 6);
    expect(other.earliest(0, moving(50, 0.5), 0)).toBeCloseTo(4_000 - (500 - 100 - GAP) / 0.5, 6);
  });

  it('asks all rows of a tall comment', () => {
    const table = new LaneTable(3, WIDTH, GAP);
    table.occupy(1, moving(100, 0.1), 1, 0, 0);
    const tall = { ...moving(100, 0.1), rows: 2 };
    expect(table.earliest(0, tall, 0)).toBeCloseTo(1_100, 6);
    expect(table.earliest(1, tall, 0)).toBeCloseTo(1_100, 6);
    expect(table.earliest(2, moving(100, 0.1), 0)).toBe(0);
  });

  it('slows a comment that cannot wait, just so far that it never catches up', () => {
    const table = new LaneTable(1, WIDTH, GAP);
    table.occupy(0, moving(100, 0.1), 1, 0, 0);
    expect(table.velocityAt(0, moving(100, 0.5), 1_000)).toBe(0);
    const velocity = table.velocityAt(0, moving(100, 0.5), 2_000);
    expect(velocity).toBeCloseTo(WIDTH / (11_100 - 2_000), 4);
    expect(table.earliest(0, moving(100, velocity), 2_000)).toBe(2_000);
  });

  it('lets the last comment of a lane grow at its tail, and no other', () => {
    const table = new LaneTable(1, WIDTH, GAP);
    const first = moving(100, 0.1);
    table.occupy(0, first, 1, 0, 0);
    expect(table.mayGrow(0, first, 1, 20, 500)).toBe(true);
    table.occupy(0, first, 2, 2_000, 2_000);
    expect(table.mayGrow(0, first, 1, 20, 2_500)).toBe(false);
    expect(table.mayGrow(0, first, 2, 20, 2_500)).toBe(true);
  });
});

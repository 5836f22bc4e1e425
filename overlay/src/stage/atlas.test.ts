import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Atlas } from './atlas.ts';
import type { Slot } from './atlas.ts';

const WIDTH = 256;
const HEIGHT = 128;

function touching(slots: readonly Slot[]): boolean {
  return slots.some((a, i) =>
    slots
      .slice(i + 1)
      .some(
        (b) =>
          a.page === b.page &&
          a.x < b.x + b.width &&
          b.x < a.x + a.width &&
          a.y < b.y + b.height &&
          b.y < a.y + a.height,
      ),
  );
}

/** Whether `atlas` may have one more of at most `most` pages. */
const upTo = (atlas: Atlas, most: number) => (): boolean => [...atlas.pages()].length < most;

describe('the atlas', () => {
  it('never gives two bitmaps the same pixels, stays on its pages, and forgets every page that is empty', () => {
    const step = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({
          width: fc.integer({ min: 1, max: WIDTH }),
          height: fc.integer({ min: 1, max: HEIGHT }),
        }),
      },
      { weight: 2, arbitrary: fc.nat({ max: 1_000 }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const atlas = new Atlas(WIDTH, () => HEIGHT);
        let slots: Slot[] = [];
        for (const next of steps) {
          if (typeof next === 'number') {
            const slot = slots[next % Math.max(1, slots.length)];
            if (slot === undefined) continue;
            slots = slots.filter((other) => other !== slot);
            const isLast = !slots.some(({ page }) => page === slot.page);
            expect(atlas.release(slot)).toBe(isLast);
          } else {
            const slot = atlas.allocate(next.width, next.height, upTo(atlas, 3));
            if (slot === undefined) continue;
            slots.push(slot);
            expect(slot.x + slot.width).toBeLessThanOrEqual(WIDTH);
            expect(slot.y + slot.height).toBeLessThanOrEqual(HEIGHT);
          }
          expect(touching(slots)).toBe(false);
          expect([...atlas.pages()]).toHaveLength(new Set(slots.map(({ page }) => page)).size);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('has as many pages as it is allowed, and no more', () => {
    const atlas = new Atlas(WIDTH, () => HEIGHT);
    const given = Array.from({ length: 20 }, () => atlas.allocate(200, 60, upTo(atlas, 4)));
    expect(given.filter((slot) => slot !== undefined)).toHaveLength(8);
    expect([...atlas.pages()]).toHaveLength(4);
  });

  it('has no place for what is larger than a page', () => {
    const atlas = new Atlas(WIDTH, () => HEIGHT);
    expect(atlas.allocate(WIDTH + 1, 10, upTo(atlas, 4))).toBeUndefined();
    expect(atlas.allocate(10, HEIGHT + 1, upTo(atlas, 4))).toBeUndefined();
    expect([...atlas.pages()]).toHaveLength(0);
  });

  it('uses again what was given back, also for other heights', () => {
    const atlas = new Atlas(WIDTH, () => HEIGHT);
    const small = Array.from({ length: 8 }, () => atlas.allocate(WIDTH, 16, upTo(atlas, 1)));
    expect(atlas.allocate(WIDTH, 16, upTo(atlas, 1))).toBeUndefined();
    for (const slot of small.slice(1, 5)) if (slot !== undefined) atlas.release(slot);
    expect(atlas.allocate(WIDTH, 64, upTo(atlas, 1))).toBeDefined();
  });

  it('lets what is low lie on a high shelf rather than nowhere', () => {
    const atlas = new Atlas(WIDTH, () => HEIGHT);
    const high = Array.from({ length: 8 }, () => atlas.allocate(WIDTH / 4, HEIGHT / 2, upTo(atlas, 1)));
    expect(atlas.allocate(20, 8, upTo(atlas, 1))).toBeUndefined();
    const [freed] = high;
    if (freed !== undefined) atlas.release(freed);
    expect(atlas.allocate(20, 8, upTo(atlas, 1))).toMatchObject({ x: freed?.x, y: freed?.y });
  });
});

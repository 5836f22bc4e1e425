import { describe, expect, it } from 'vitest';
import { Sharpness } from './sharpness.ts';

describe('the sharpness of new pictures', () => {
  it('is full as long as there is memory enough', () => {
    const sharpness = new Sharpness(0.5);
    for (const used of [0, 0.3, 0.45]) expect(sharpness.at(used)).toBe(1);
  });

  it('never grows while memory gets shorter, and is never nothing', () => {
    const sharpness = new Sharpness(0.5);
    const steps = Array.from({ length: 101 }, (_, i) => sharpness.at(i / 100));
    expect(steps).toEqual([...steps].sort((a, b) => b - a));
    expect(steps.at(-1)).toBeLessThan(0.5);
    expect(steps.at(-1)).toBeGreaterThan(0.2);
  });

  it('stays where it is when coarser pictures have made room, and returns when the load is gone', () => {
    const sharpness = new Sharpness(0.5);
    const coarse = sharpness.at(0.55);
    expect(coarse).toBeLessThan(1);
    // A step halves what the same comments take.
    expect(sharpness.at(0.55 / 2)).toBe(coarse);
    expect(sharpness.at(0.1)).toBe(1);
  });
});

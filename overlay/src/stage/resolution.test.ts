import { describe, expect, it } from 'vitest';
import { Resolution } from './resolution.ts';

/** Draws for so long, each frame as long after the last as its share says. Answers the shares in turn. */
function shares(resolution: Resolution, seconds: number, frameMs: (share: number) => number): number[] {
  const seen = [resolution.share];
  let nowMs = 0;
  resolution.rest();
  while (nowMs < seconds * 1_000) {
    nowMs += frameMs(resolution.share);
    if (resolution.frame(nowMs)) seen.push(resolution.share);
  }
  return seen;
}

const IN_TIME = 17;
const byPixels = (share: number): number => Math.max(IN_TIME, 120 * share * share);

describe('the resolution', () => {
  it('is full while frames are in time', () => {
    expect(shares(new Resolution(), 600, () => IN_TIME)).toEqual([1]);
  });

  it('gets coarser while pixels make frames late, and no coarser than half', () => {
    expect(shares(new Resolution(), 20, byPixels)).toEqual([1, 0.75, 0.5]);
    expect(shares(new Resolution(), 60, (share) => 500 * share * share)).toEqual([1, 0.75, 0.5]);
  });

  it('is full again soon where coarser pixels do not help, and asks ever more rarely', () => {
    const steps = (seconds: number): number => shares(new Resolution(), seconds, () => 33).length - 1;
    expect(steps(10)).toBe(2);
    expect(steps(600) % 2).toBe(0);
    expect(steps(600)).toBeLessThan(16);
    expect(steps(1_200) - steps(600)).toBeLessThan(6);
  });

  it('gets finer after a long good time, and waits longer after each failure', () => {
    const resolution = new Resolution();
    const secondsUntilFiner = (): number => {
      shares(resolution, 10, (share) => (share === 1 ? 40 : IN_TIME));
      expect(resolution.share).toBe(0.75);
      let nowMs = 0;
      resolution.rest();
      while (!resolution.frame((nowMs += IN_TIME))) continue;
      expect(resolution.share).toBe(1);
      return nowMs / 1_000;
    };
    const first = secondsUntilFiner();
    expect(secondsUntilFiner()).toBeGreaterThan(first * 1.5);
  });

  it('takes no pause for load', () => {
    expect(shares(new Resolution(), 600, () => 1_000)).toEqual([1]);
    const resolution = new Resolution();
    for (let nowMs = 0; nowMs < 60_000; nowMs += 100) {
      expect(resolution.frame(nowMs)).toBe(false);
      resolution.rest();
    }
  });
});

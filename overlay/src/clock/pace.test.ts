import { describe, expect, it } from 'vitest';
import { Pace } from './pace.ts';

/** The rates found while a clock of `rate`, which steps every `stepMs`, is asked at each frame. */
function rates(rate: number, stepMs: number): number[] {
  const pace = new Pace();
  return Array.from({ length: 300 }, (_, i) => {
    const nowMs = i * 16;
    return pace.rateAt(Math.floor(nowMs / stepMs) * stepMs * rate, nowMs);
  });
}

describe('the pace of a clock that only tells its time', () => {
  it.each([
    [1, 1],
    [2, 16],
    [0.5, 50],
    [4, 250],
  ])('is found to be %d though it steps every %d ms', (rate, stepMs) => {
    const found = rates(rate, stepMs).slice(60);
    const mean = found.reduce((a, b) => a + b, 0) / found.length;
    expect(mean).toBeGreaterThan(rate * 0.8);
    expect(mean).toBeLessThan(rate * 1.25);
  });

  it('is nothing at first, and soon after it stopped', () => {
    const pace = new Pace();
    expect(pace.rateAt(0, 0)).toBe(0);
    expect(pace.rateAt(16, 16)).toBe(1);
    expect(pace.rateAt(16, 300)).toBe(1);
    expect(pace.rateAt(16, 400)).toBe(0);
    expect(pace.rateAt(32, 416)).toBe(1);
  });

  it('takes a step back for a seek', () => {
    const pace = new Pace();
    pace.rateAt(500, 0);
    pace.rateAt(516, 16);
    expect(pace.seek).toBe(0);
    pace.rateAt(100, 32);
    expect(pace.seek).toBe(1);
  });
});

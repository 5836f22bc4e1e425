import { describe, expect, it } from 'vitest';
import { BACKOFF, backoffDelayMs, spreadDelayMs } from './index.ts';

const JUST_BELOW_ONE = 1 - 2 ** -53;

describe('Back-off with full jitter (6.3)', () => {
  it('is at most 0.5 s × 2^n, and never above 20 s', () => {
    const tops = Array.from({ length: 10 }, (_, attempt) => backoffDelayMs(attempt, JUST_BELOW_ONE) / JUST_BELOW_ONE);
    expect(tops).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000, 20_000, 20_000]);
  });

  it('may be nothing at all', () => {
    expect(backoffDelayMs(7, 0)).toBe(0);
  });

  it('is proportional to the random number', () => {
    expect([0.25, 0.5, 0.75].map((random) => backoffDelayMs(2, random))).toEqual([500, 1000, 1500]);
  });

  it('stays finite for any count of tries', () => {
    for (const attempt of [-1, 1e3, 1e9, Number.MAX_SAFE_INTEGER]) {
      expect(backoffDelayMs(attempt, 0.5)).toBeLessThanOrEqual(BACKOFF.capMs);
      expect(backoffDelayMs(attempt, 0.5)).toBeGreaterThan(0);
    }
  });
});

describe('The first try after a drain (6.3)', () => {
  it('is uniform within the window of the drain', () => {
    expect([0, 0.25, 0.5].map((random) => spreadDelayMs(8000, random))).toEqual([0, 2000, 4000]);
    expect(spreadDelayMs(0, 0.9)).toBe(0);
  });

  it('is uniform within 5 s where no window was given', () => {
    expect(spreadDelayMs(undefined, 0.5)).toBe(2500);
  });
});

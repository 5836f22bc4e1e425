import { describe, expect, it } from 'vitest';
import { lookMs, nextFlushMs } from './flush-pace.ts';

const LIMITS = { minMs: 50, maxMs: 400 };

function paceAfter(startMs: number, utilisation: number, times: number): number {
  let ms = startMs;
  for (let time = 0; time < times; time += 1) ms = nextFlushMs(ms, utilisation, LIMITS);
  return ms;
}

describe('The pace of flushes (5.3)', () => {
  it('widens under load, up to its limit', () => {
    expect(paceAfter(50, 0.9, 1)).toBeCloseTo(75);
    expect(paceAfter(50, 1, 100)).toBe(400);
  });

  it('narrows when it is calm again, down to its limit', () => {
    expect(paceAfter(400, 0.3, 1)).toBeCloseTo(240);
    expect(paceAfter(400, 0.1, 1)).toBeCloseTo(200);
    expect(paceAfter(400, 0, 100)).toBe(50);
  });

  it('stays as it is in between, so that it does not swing', () => {
    for (const utilisation of [0.4, 0.5, 0.6]) expect(paceAfter(130, utilisation, 10)).toBe(130);
  });

  it.each([10, 40, 100, 180])(
    'settles where flushes of %i ms leave room for all else, and stays there',
    (flushTakesMs) => {
      // Each pace holds one flush: the share it takes is the load.
      const load = (paceMs: number) => Math.min(1, flushTakesMs / paceMs);
      for (const startMs of [50, 120, 400]) {
        let ms = startMs;
        for (let look = 0; look < 12; look += 1) ms = nextFlushMs(ms, load(ms), LIMITS);
        const settledMs = ms;
        expect(load(ms)).toBeLessThanOrEqual(0.6);
        expect(ms === LIMITS.minMs || load(ms) >= 0.4).toBe(true);
        for (let look = 0; look < 12; look += 1) ms = nextFlushMs(ms, load(ms), LIMITS);
        expect(ms).toBe(settledMs);
      }
    },
  );

  it('looks at whole paces: one flush fills a moment, and the next moment is empty', () => {
    expect(lookMs(20)).toBe(100);
    expect(lookMs(300)).toBe(600);
  });
});

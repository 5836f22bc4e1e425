import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { intendedMs, postsBefore, type Schedule } from './schedule.ts';

const steady: Schedule = { segments: [{ fromMs: 0, factor: 1 }], perSecond: 4, phase: 0.5 };

const anySchedule = fc
  .record({
    lengths: fc.array(fc.integer({ min: 1, max: 5000 }), { maxLength: 4 }),
    factors: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 5, maxLength: 5 }),
    perSecond: fc.double({ min: 0.1, max: 500, noNaN: true }),
    phase: fc.double({ min: 0, max: 0.99, noNaN: true }),
  })
  .map(({ lengths, factors, perSecond, phase }): Schedule => {
    let fromMs = 0;
    const segments = [0, ...lengths].map((length, index) => ({
      fromMs: (fromMs += length),
      factor: factors[index] ?? 1,
    }));
    return { segments, perSecond, phase };
  });

describe('the schedule', () => {
  test('spaces posts evenly from its phase on', () => {
    expect([0, 1, 2, 3].map((number) => intendedMs(steady, number))).toEqual([125, 375, 625, 875]);
    expect(postsBefore(steady, 1000)).toBe(4);
  });

  test('packs them closer while a spike lasts', () => {
    const spike: Schedule = {
      segments: [
        { fromMs: 0, factor: 1 },
        { fromMs: 1000, factor: 10 },
        { fromMs: 2000, factor: 1 },
      ],
      perSecond: 1,
      phase: 0,
    };
    expect([0, 1, 2, 10, 11, 12].map((number) => intendedMs(spike, number))).toEqual([0, 1000, 1100, 1900, 2000, 3000]);
    expect(postsBefore(spike, 3000)).toBe(12);
  });

  test('never goes back in time, and counts exactly the posts that lie before a moment', () => {
    fc.assert(
      fc.property(anySchedule, fc.integer({ min: 1, max: 20_000 }), (schedule, endMs) => {
        const posts = postsBefore(schedule, endMs);
        // A hundred-thousandth of a millisecond: what doubles can't tell apart.
        if (posts > 0) expect(intendedMs(schedule, posts - 1)).toBeLessThan(endMs + 1e-5);
        expect(intendedMs(schedule, posts)).toBeGreaterThan(endMs - 1e-5);
        for (let number = 1; number < Math.min(posts, 50); number += 1) {
          expect(intendedMs(schedule, number)).toBeGreaterThan(intendedMs(schedule, number - 1));
        }
      }),
    );
  });
});

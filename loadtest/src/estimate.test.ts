import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COSTS } from './costs.ts';
import { estimate } from './estimate.ts';

describe('the estimate', () => {
  test('of the example: 1,000 viewers of one room at 100 comments a second', () => {
    const one = estimate({ viewers: 1000, rooms: 1, rate: 100 });
    // 20 frames of 5 comments a second: 1,000 × 20 × (7.6 + 5 × 0.15) µs, 100 posts, 100 heartbeats.
    expect(one.gatewayCores).toBeCloseTo(0.167 + 0.002 + 0.0018, 4);
    expect(one).toMatchObject({ gateways: 1, deliveriesPerSecond: 100_000, framesPerSecond: 20_000, redisCores: 0 });
    expect(one.bytesPerSecond).toBe(100_000 * 121 + 20_000 * 144);
  });

  test('knows what a room’s budget leaves out', () => {
    expect(estimate({ viewers: 10, rooms: 1, rate: 400 }).leftOutShare).toBe(0.75);
    expect(estimate({ viewers: 10, rooms: 4, rate: 400 }).leftOutShare).toBe(0);
  });

  test('wider flushes need fewer gateways', () => {
    const demand = { viewers: 100_000, rooms: 10, rate: 500 };
    expect(estimate(demand, undefined, { flushMs: 400 }).gateways).toBeLessThan(estimate(demand).gateways);
  });

  test('rooms on hundreds of gateways cost Redis a bounded share, and less where they are kept together', () => {
    // A quarter of a core for handing on, what storing takes beside it.
    const rate = 5000;
    for (const gateways of [10, 100, 500]) {
      const { redisCores, redisBatchesPerSecond } = estimate({ viewers: 2_000_000, rooms: 1, rate }, gateways);
      const storing = (redisBatchesPerSecond * COSTS.appendUs + rate * COSTS.appendCommentUs) / 1e6;
      expect(redisCores - storing).toBeLessThanOrEqual(0.25 + 1e-9);
    }
    const demand = { viewers: 1_000_000, rooms: 1000, rate: 10_000 };
    expect(estimate(demand, undefined, { together: true }).redisCores).toBeLessThan(estimate(demand).redisCores / 3);
  });

  test('is enough and not more than enough, and finite, for any crowd', () => {
    const demand = fc.record({
      viewers: fc.integer({ min: 1, max: 1_000_000 }),
      rooms: fc.integer({ min: 1, max: 1000 }),
      rate: fc.integer({ min: 0, max: 10_000 }),
    });
    fc.assert(
      fc.property(demand, (wanted) => {
        const enough = estimate(wanted);
        expect(Object.values(enough).every(Number.isFinite)).toBe(true);
        if (enough.gateways < 10_000) expect(enough.gatewayCores).toBeLessThanOrEqual(COSTS.fullAt);
        if (enough.gateways > 1)
          expect(estimate(wanted, enough.gateways - 1).gatewayCores).toBeGreaterThan(COSTS.fullAt);
      }),
      { numRuns: 50 },
    );
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LatencyHistogram } from './histogram.ts';

test('parts that were encoded, sent and merged say the same as one histogram of everything', () => {
  const parts = fc.array(fc.array(fc.double({ min: 0, max: 1_000_000, noNaN: true }), { maxLength: 50 }), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(parts, (latencies) => {
      const whole = LatencyHistogram.empty();
      const merged = LatencyHistogram.empty();
      for (const part of latencies) {
        const histogram = LatencyHistogram.empty();
        for (const latencyMs of part) {
          histogram.record(latencyMs);
          whole.record(latencyMs);
        }
        merged.add(LatencyHistogram.decode(histogram.encode()));
      }
      expect(merged.percentiles()).toEqual(whole.percentiles());
    }),
    { numRuns: 50 },
  );
});

test('percentiles are within a thousandth of the true value', () => {
  const histogram = LatencyHistogram.empty();
  for (let ms = 1; ms <= 1000; ms += 1) histogram.record(ms);
  const { p50, p99, max, count } = histogram.percentiles();
  expect(count).toBe(1000);
  expect(Math.abs(p50 - 500)).toBeLessThan(0.6);
  expect(Math.abs(p99 - 990)).toBeLessThan(1);
  expect(Math.abs(max - 1000)).toBeLessThan(1);
});

test('a count is as good as as many records, and what is out of range stays at its end', () => {
  const histogram = LatencyHistogram.empty();
  histogram.record(10, 99);
  histogram.record(-0.001);
  expect(histogram.percentiles()).toMatchObject({ count: 100, p50: expect.closeTo(10, 1) as number });
  histogram.record(Number.MAX_VALUE);
  expect(histogram.percentiles().max).toBeGreaterThan(599_000);
});

test('an empty one says zero', () => {
  const empty = LatencyHistogram.decode(LatencyHistogram.empty().encode());
  expect(empty.percentiles()).toEqual({ unit: 'ms', count: 0, p50: 0, p90: 0, p99: 0, p999: 0, max: 0 });
});

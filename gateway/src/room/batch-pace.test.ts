import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchPaceMs } from './batch-pace.ts';

const HAND_ON_MS = 0.002;

describe('The pace of batches', () => {
  it('is that of the flushes while a room is on a few dozen gateways', () => {
    for (const gateways of [0, 1, 2, 79]) expect(batchPaceMs(50, gateways)).toBe(50);
    expect(batchPaceMs(400, 200)).toBe(400);
  });

  it('keeps a room within a quarter of a Redis core, on up to five hundred gateways that all post', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 5, max: 400 }), (gateways, flushMs) => {
        const entriesPerMs = gateways / batchPaceMs(flushMs, gateways);
        expect(entriesPerMs * gateways * HAND_ON_MS).toBeLessThanOrEqual(0.25 + 1e-9);
      }),
    );
  });

  it('never makes a comment wait longer than two seconds', () => {
    expect(batchPaceMs(50, 500)).toBe(2000);
    expect(batchPaceMs(50, 100_000)).toBe(2000);
  });
});

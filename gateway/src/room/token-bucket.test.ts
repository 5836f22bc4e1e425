import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fullBucket, isFullAt, refill, take, waitMs } from './token-bucket.ts';

const RATE = { perSecond: 2, burst: 5 };

describe('A token bucket', () => {
  it('gives its burst at once and no more', () => {
    const bucket = fullBucket(RATE, 0);
    expect(Array.from({ length: 7 }, () => take(bucket, RATE, 0))).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('says how long until the next token, and keeps that promise', () => {
    const bucket = fullBucket(RATE, 0);
    while (take(bucket, RATE, 0));
    expect(waitMs(bucket, RATE)).toBe(500);
    expect(take(bucket, RATE, 499)).toBe(false);
    expect(take(bucket, RATE, 500)).toBe(true);
  });

  it('never holds more than its burst', () => {
    const bucket = fullBucket(RATE, 0);
    refill(bucket, RATE, 1e12);
    expect(bucket.tokens).toBe(5);
  });

  it('adds none when the clock goes back', () => {
    const bucket = fullBucket(RATE, 10_000);
    while (take(bucket, RATE, 10_000));
    expect([take(bucket, RATE, 0), bucket.tokens]).toEqual([false, 0]);
  });

  it('knows when it will be full', () => {
    const bucket = fullBucket(RATE, 0);
    while (take(bucket, RATE, 0));
    expect([isFullAt(bucket, RATE, 2499), isFullAt(bucket, RATE, 2500)]).toEqual([false, true]);
  });

  it('gives at most burst + rate × time, whenever it is asked', () => {
    const pauses = fc.array(fc.nat(700), { maxLength: 200 });
    const holds = (gaps: number[]) => {
      const bucket = fullBucket(RATE, 0);
      let nowMs = 0;
      let taken = 0;
      for (const gap of gaps) {
        nowMs += gap;
        if (take(bucket, RATE, nowMs)) taken += 1;
      }
      return taken <= RATE.burst + (nowMs * RATE.perSecond) / 1000;
    };
    const tried = fc.check(fc.property(pauses, holds), { seed: 1, numRuns: 1000 });
    expect(fc.defaultReportMessage(tried)).toBeUndefined();
  });
});

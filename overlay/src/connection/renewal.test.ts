import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRenewal } from './renewal.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The moments at which it asked, in milliseconds from now. */
function asking(random = 0): [ReturnType<typeof createRenewal>, number[]] {
  const moments: number[] = [];
  const startMs = Date.now();
  return [
    createRenewal(
      () => moments.push(Date.now() - startMs),
      () => random,
    ),
    moments,
  ];
}

describe('asking for a token anew', () => {
  it('is done once, at the moment that was planned last', async () => {
    const [renewal, moments] = asking();
    renewal.plan(5000);
    renewal.plan(7000);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(moments).toEqual([7000]);
    renewal.plan(5000);
    renewal.plan(undefined);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(moments).toEqual([7000]);
  });

  it('comes later each time it was to no avail, within a bound, and soon again after it was not', () => {
    const [renewal, moments] = asking(0.999);
    const waits: number[] = [];
    for (let n = 0; n < 12; n += 1) {
      const before = moments.at(-1) ?? 0;
      renewal.again();
      vi.runOnlyPendingTimers();
      waits.push((moments.at(-1) ?? 0) - before);
    }
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits[0]).toBeLessThanOrEqual(1500);
    expect(waits.at(-1)).toBeGreaterThan(15_000);
    expect(waits.at(-1)).toBeLessThanOrEqual(20_500);
    renewal.settle();
    renewal.again();
    expect(vi.getTimerCount()).toBe(1);
    const before = moments.at(-1) ?? 0;
    vi.runOnlyPendingTimers();
    expect((moments.at(-1) ?? 0) - before).toBeLessThanOrEqual(1500);
  });

  it('is never done at once, nor before the gateway wants it', () => {
    const [renewal, moments] = asking(0);
    renewal.again();
    vi.advanceTimersByTime(499);
    expect(moments).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(moments).toEqual([500]);
    renewal.again(4000);
    vi.advanceTimersByTime(3999);
    expect(moments).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(moments).toHaveLength(2);
  });
});

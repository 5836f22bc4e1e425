import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { requestFile } from './file-request.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A file that is there from the try `comesAt` on, and what was made of it. */
function requested(comesAt: number) {
  const tries: number[] = [];
  const used: string[] = [];
  const failures: unknown[] = [];
  const giveUp = requestFile(
    (attempt) => {
      tries.push(attempt);
      return attempt < comesAt ? Promise.reject(new Error('offline')) : Promise.resolve('file');
    },
    (file) => used.push(file),
    (cause) => failures.push(cause),
  );
  return { tries, used, failures, giveUp };
}

describe('a file that is loaded later', () => {
  it('is asked for again until it is there, each time under its own number', async () => {
    const { tries, used, failures } = requested(3);
    await vi.advanceTimersByTimeAsync(60_000);
    expect({ tries, used }).toEqual({ tries: [0, 1, 2, 3], used: ['file'] });
    expect(failures).toHaveLength(3);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is asked for no more often than every half second, and within the five seconds that a comment waits for it', async () => {
    const { tries } = requested(Infinity);
    await vi.advanceTimersByTimeAsync(499);
    expect(tries).toHaveLength(1);
    for (let fiveSeconds = 0; fiveSeconds < 120; fiveSeconds += 1) {
      const before = tries.length;
      await vi.advanceTimersByTimeAsync(5000);
      expect(tries.length).toBeGreaterThan(before);
    }
    expect(tries.length).toBeLessThan(1200);
  });

  it('is neither used nor asked for once nobody wants it', async () => {
    const early = requested(0);
    early.giveUp();
    const late = requested(Infinity);
    await vi.advanceTimersByTimeAsync(0);
    late.giveUp();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(early.used).toEqual([]);
    expect(late.tries).toEqual([0]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

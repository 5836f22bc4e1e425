import { describe, expect, it } from 'vitest';
import { PendingQueue } from './pending.ts';

const arrivals = (count: number, expiresMs = Infinity) =>
  Array.from({ length: count }, (_, value) => ({ value, expiresMs }));

describe('the pending queue', () => {
  it('lets a single comment go at once', () => {
    const queue = new PendingQueue<number>();
    queue.push(arrivals(1), 1_000);
    expect(queue.take(1_000).due).toEqual([0]);
  });

  it('releases batches evenly over the flush, in order, and keeps none back for the next', () => {
    const queue = new PendingQueue<number>();
    const perTick: number[] = [];
    const order: number[] = [];
    for (let nowMs = 0; nowMs < 4_000; nowMs += 10) {
      if (nowMs % 200 === 0) queue.push(arrivals(10), nowMs);
      const { due } = queue.take(nowMs);
      order.push(...due);
      if (nowMs >= 2_000) perTick.push(due.length);
    }
    expect(Math.max(...perTick)).toBe(1);
    expect(perTick.reduce((a, b) => a + b, 0)).toBe(100);
    expect(order).toEqual(Array.from({ length: 200 }, (_, i) => i % 10));
  });

  it('does not take a pause for the flush', () => {
    const queue = new PendingQueue<number>();
    queue.push(arrivals(1), 0);
    queue.push(arrivals(10), 60_000);
    queue.take(60_000);
    expect(queue.take(60_100).due.length + 1).toBeGreaterThanOrEqual(9);
    expect(queue.size).toBe(0);
  });

  it('never spreads a batch over more than the longest flush of a gateway', () => {
    const queue = new PendingQueue<number>();
    for (let i = 0; i < 20; i += 1) queue.push(arrivals(10), i * 900);
    expect(queue.take(19 * 900 + 400).due).toHaveLength(200);
  });

  it('says which have become too old', () => {
    const queue = new PendingQueue<number>();
    queue.push(
      [
        { value: 1, expiresMs: 50 },
        { value: 2, expiresMs: 9_000 },
      ],
      0,
    );
    expect(queue.take(1_000)).toEqual({ due: [2], tooOld: [1] });
  });

  it('lets the oldest go where more come than it holds', () => {
    const queue = new PendingQueue<number>();
    expect(queue.push(arrivals(1_003), 0)).toEqual([0, 1, 2]);
    expect(queue.size).toBe(1_000);
  });

  it('takes out what matches', () => {
    const queue = new PendingQueue<number>();
    queue.push(arrivals(4), 0);
    expect(queue.drop((value) => value % 2 === 0)).toEqual([0, 2]);
    expect(queue.take(1_000).due).toEqual([1, 3]);
  });
});

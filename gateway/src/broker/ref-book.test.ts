import { describe, expect, it } from 'vitest';
import { RefBook } from './ref-book.ts';

const KEPT_MS = 60_000;

describe('The book of refs', () => {
  it('knows a ref for its time and no longer (3.4)', () => {
    const book = new RefBook(KEPT_MS);
    book.add('ann 1', 'a', 1000);
    book.add('ann 2', 'b', 4000);
    expect([book.idOf('ann 1', 60_999), book.idOf('ann 1', 61_000)]).toEqual(['a', undefined]);
    expect([book.idOf('ann 2', 63_999), book.idOf('bob 1', 1000)]).toEqual(['b', undefined]);
  });

  it('answers the later id of a ref that was granted again', () => {
    const book = new RefBook(KEPT_MS);
    book.add('ann 1', 'a', 0);
    book.add('ann 1', 'b', 60_000);
    book.sweep(60_000);
    expect(book.idOf('ann 1', 100_000)).toBe('b');
  });

  it('keeps no more than its time holds, and nothing of what is known is lost', () => {
    const book = new RefBook(KEPT_MS);
    for (let second = 0; second < 600; second += 1) {
      book.add(`ref ${second}`, `id ${second}`, second * 1000);
      book.sweep(second * 1000);
      const known = Math.max(0, second - 59);
      expect(book.idOf(`ref ${known}`, second * 1000)).toBe(`id ${known}`);
      expect(book.size).toBeLessThanOrEqual(80);
    }
  });

  it('stays bounded under a clock that is put back and forth', () => {
    const book = new RefBook(KEPT_MS);
    for (let turn = 0; turn < 1000; turn += 1) {
      const nowMs = turn % 2 === 0 ? 0 : 3_600_000;
      book.add(`ref ${turn}`, `id ${turn}`, nowMs);
      expect(book.idOf(`ref ${turn}`, nowMs)).toBe(`id ${turn}`);
      book.sweep(nowMs);
      expect(book.size).toBeLessThan(20);
    }
  });
});

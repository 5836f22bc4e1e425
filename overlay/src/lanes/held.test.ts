import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Held } from './held.ts';

describe('comments that wait for their moment', () => {
  it('come when it is there, in the order of their moments, those of one moment as they arrived', () => {
    const held = new Held<string>();
    for (const [value, atMs] of [
      ['b', 20],
      ['a', 10],
      ['c', 20],
      ['d', 30],
    ] as const)
      held.push(value, atMs);
    expect(held.nextMs).toBe(10);
    expect(held.take(5)).toEqual([]);
    expect(held.take(20)).toEqual(['a', 'b', 'c']);
    expect(held.take(25)).toEqual([]);
    expect(held.waiting).toBe(1);
    expect(held.take(30)).toEqual(['d']);
    expect(held.nextMs).toBe(Infinity);
  });

  it('come once each, whatever arrives in between', () => {
    const steps = fc.array(fc.tuple(fc.nat(1_000), fc.nat(50)), { maxLength: 100 });
    fc.assert(
      fc.property(steps, (given) => {
        const held = new Held<number>();
        const came: number[] = [];
        let nowMs = 0;
        for (const [i, [atMs, passes]] of given.entries()) {
          held.push(i, atMs);
          nowMs += passes;
          came.push(...held.take(nowMs));
        }
        came.push(...held.take(2_000));
        expect(came.toSorted((a, b) => a - b)).toEqual([...given.keys()]);
      }),
    );
  });

  it('come again for a viewer who goes back, late ones in their place', () => {
    const held = new Held<string>();
    for (const [value, atMs] of [
      ['a', 10],
      ['b', 20],
      ['c', 30],
    ] as const)
      held.push(value, atMs);
    held.take(20);
    held.push('late', 15);
    expect(held.take(20)).toEqual(['late']);
    held.goBack(5);
    expect(held.take(20)).toEqual(['a', 'late', 'b']);
    held.goBack(12);
    expect(held.take(200)).toEqual(['late', 'b', 'c']);
  });

  it('are five thousand at most: first those go that have had their moment, then the last', () => {
    const held = new Held<number>();
    for (let i = 0; i < 5_000; i += 1) expect(held.push(i, i)).toBeUndefined();
    expect(held.push(-1, 100_000)).toBe(-1);
    expect(held.push(-2, 50.5)).toBe(4_999);
    held.take(100);
    expect(held.push(-3, 100_000)).toBeUndefined();
    expect(held.waiting).toBe(5_000 - 102 + 1);
  });

  it('are taken out where they are not wanted any more', () => {
    const held = new Held<number>();
    for (let i = 0; i < 6; i += 1) held.push(i, i * 10);
    held.take(20);
    expect(held.drop((value) => value % 2 === 1)).toEqual([3, 5]);
    held.goBack(-1);
    expect(held.take(100)).toEqual([0, 2, 4]);
  });
});

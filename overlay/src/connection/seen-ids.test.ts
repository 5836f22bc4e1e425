import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeenIds } from './seen-ids.ts';

describe('seen ids', () => {
  it('know each of the last ids, and answer true once for each', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { maxLength: 200 }), (ids) => {
        const seen = createSeenIds(10);
        const said: number[] = [];
        for (const id of ids) {
          const recent = new Set(said.slice(-9));
          if (seen.add(String(id))) expect(recent.has(id)).toBe(false);
          said.push(id);
        }
      }),
    );
  });

  it('forget what is long past, so that they never grow beyond twice their capacity', () => {
    const seen = createSeenIds(10);
    for (let id = 0; id < 1000; id += 1) expect(seen.add(String(id))).toBe(true);
    expect(seen.add('999')).toBe(false);
    expect(seen.add('0')).toBe(true);
  });
});

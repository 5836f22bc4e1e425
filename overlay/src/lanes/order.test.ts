import fc from 'fast-check';
import { expect, it } from 'vitest';
import { orderOf } from './order.ts';

it('is what a stable sort makes of the same numbers, whatever they are and however many are moved at once', () => {
  const number = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ noNaN: true }));
  fc.assert(
    fc.property(fc.array(number, { maxLength: 200 }), fc.integer({ min: 1, max: 9 }), (keys, step) => {
      const ordering = orderOf(Float64Array.from(keys), step);
      let next = ordering.next();
      while (next.done !== true) next = ordering.next();
      const expected = keys
        .map((key, index) => ({ key, index }))
        .toSorted((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
      expect([...next.value]).toEqual(expected.map(({ index }) => index));
    }),
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatOffset, ownOffset, parseOffset } from './offset.ts';

const offset = fc.record({ epochMs: fc.nat({ max: 4_102_444_800_000 }), seq: fc.nat({ max: 36 ** 8 - 1 }) });

function counterexample<T>(arbitrary: fc.Arbitrary<T>, holds: (input: T) => boolean): string | undefined {
  const tried = fc.check(fc.property(arbitrary, holds), { seed: 1, numRuns: 3000 });
  return fc.defaultReportMessage(tried);
}

describe('An offset (1.5)', () => {
  it('is read as it was written', () => {
    const same = (value: { epochMs: number; seq: number }) => {
      const read = parseOffset(formatOffset(value));
      return read?.epochMs === value.epochMs && read.seq === value.seq;
    };
    expect(counterexample(offset, same)).toBeUndefined();
  });

  it('grows as a string with its log, and with its successors', () => {
    const grows = ([one, other]: [{ epochMs: number; seq: number }, { epochMs: number; seq: number }]) => {
      const byParts = one.epochMs - other.epochMs || one.seq - other.seq;
      const asText = formatOffset(one) < formatOffset(other) ? -1 : formatOffset(one) > formatOffset(other) ? 1 : 0;
      return Math.sign(byParts) === asText;
    };
    expect(counterexample(fc.tuple(offset, offset), grows)).toBeUndefined();
  });

  it.each(['', '0', '-', 'mwrqbyie-00000001', '0mwrqbyie-0000001', '0mwrqbyie-000000001', '0MWRQBYIE-00000001'])(
    'is not %j',
    (text) => {
      expect(parseOffset(text)).toBeUndefined();
    },
  );

  it.each(['0mwrqbyie-00000001\n', ' 0mwrqbyie-00000001', '0mwrqbyie_00000001', '__proto__', '０mwrqbyie-00000001'])(
    'is not %j either',
    (text) => {
      expect(parseOffset(text)).toBeUndefined();
    },
  );

  it('is kept as what it is, and anything else as next to nothing', () => {
    const isSame = (one: { epochMs: number; seq: number }) => ownOffset(formatOffset(one)) === formatOffset(one);
    expect(counterexample(offset, isSame)).toBeUndefined();
    for (const text of ['', 'x'.repeat(4000), `0mwrqbyie-00000001${'x'.repeat(4000)}`]) {
      expect(ownOffset(text).length).toBeLessThan(20);
      expect(parseOffset(ownOffset(text))).toBeUndefined();
    }
  });
});

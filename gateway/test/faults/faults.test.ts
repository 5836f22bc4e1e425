import { describe, expect, it } from 'vitest';
import { describeOutcome } from './report.ts';
import { runSeed } from './run.ts';
import { FAULT_KINDS, USUAL, drawSchedule } from './schedule.ts';

/** Gateways, Redis and HAProxy are started within the test, and everybody comes back as slowly as the protocol asks. */
const LONG = { timeout: 150_000 };
/** Chosen so that together they kill, freeze, empty and replace; `npm run faults` runs fifty. */
const SEEDS = [1, 13, 23];
const PLAN = { viewers: 120, gateways: 2, rate: 60, draw: { ...USUAL, faults: 3, spreadMs: 2500 } };

describe('Schedules of faults', () => {
  it('are the same for the same seed, and hold every kind within fifty', () => {
    expect(drawSchedule(7)).toEqual(drawSchedule(7));
    const kinds = Array.from({ length: 50 }, (_, seed) => drawSchedule(seed + 1)).flatMap(({ faults }) => faults);
    expect(new Set(kinds.map(({ kind }) => kind))).toEqual(new Set(FAULT_KINDS));
  });
});

describe('Two gateways, Redis and HAProxy, whatever goes wrong (4.2, 5.1, 5.2, 5.8)', () => {
  it.each(SEEDS)(
    'lose, double and disorder nothing that was acknowledged, and all come back: seed %i',
    LONG,
    async (seed) => {
      const outcome = await runSeed({ seed, ...PLAN });
      expect(outcome.violations, describeOutcome(outcome)).toEqual([]);
      expect(outcome.totals.accepted).toBeGreaterThan(50);
      expect(outcome.totals.deliveries).toBeGreaterThan(50 * PLAN.viewers);
    },
  );
});

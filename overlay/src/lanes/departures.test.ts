import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Departures } from './departures.ts';

const flightUntil = (untilMs: number) => ({ motion: { x: 0, y: 0, velocity: -1, fromMs: 0, untilMs }, looks: 0 });
type TestFlight = ReturnType<typeof flightUntil>;

function leaving(departures: Departures<TestFlight>, stageMs: number): number[] {
  const left: number[] = [];
  departures.visit(stageMs, (flight) => {
    left.push(flight.motion.untilMs);
    departures.forget(flight);
  });
  return left;
}

describe('departures', () => {
  it('name each at its end, neither sooner nor twice', () => {
    const departures = new Departures<TestFlight>();
    for (const untilMs of [100, 101, 149.5, 150, 4_000]) departures.note(flightUntil(untilMs));
    expect(leaving(departures, 99.9)).toEqual([]);
    expect(leaving(departures, 100)).toEqual([100]);
    expect(leaving(departures, 149.5)).toEqual([101, 149.5]);
    expect(leaving(departures, 149.9)).toEqual([]);
    expect(leaving(departures, 3_999)).toEqual([150]);
    expect(leaving(departures, 9e9)).toEqual([4_000]);
  });

  it('name nobody who was forgotten, and one whose end has changed at its new end only', () => {
    const departures = new Departures<TestFlight>();
    const [gone, longer, shorter] = [flightUntil(200), flightUntil(200), flightUntil(8_000)];
    for (const flight of [gone, longer, shorter]) departures.note(flight);
    departures.forget(gone);
    longer.motion.untilMs = 700;
    departures.note(longer);
    shorter.motion.untilMs = 120;
    departures.note(shorter);
    expect(leaving(departures, 500)).toEqual([120]);
    expect(leaving(departures, 700)).toEqual([700]);
    expect(leaving(departures, 9_000)).toEqual([]);
  });

  it('find one that joins when its time is over already, and after stage time went back', () => {
    const departures = new Departures<TestFlight>();
    expect(leaving(departures, 50_000)).toEqual([]);
    departures.note(flightUntil(10_000));
    expect(leaving(departures, 50_001)).toEqual([10_000]);
    departures.note(flightUntil(3_000));
    expect(leaving(departures, 2_000)).toEqual([]);
    expect(leaving(departures, 3_000)).toEqual([3_000]);
  });

  it('never name one that does not end', () => {
    const departures = new Departures<TestFlight>();
    departures.note(flightUntil(Infinity));
    departures.note(flightUntil(60));
    expect(leaving(departures, 1e12)).toEqual([60]);
  });

  it('look at a handful in each tick, however many fly', () => {
    const departures = new Departures<TestFlight>();
    let looks = 0;
    for (let i = 0; i < 4_000; i += 1) {
      const untilMs = 10_000 + i * 2;
      departures.note({
        motion: {
          ...flightUntil(0).motion,
          get untilMs() {
            looks += 1;
            return untilMs;
          },
        },
        looks: 0,
      });
    }
    looks = 0;
    let left = 0;
    for (let stageMs = 10_000; stageMs < 18_000; stageMs += 16) left += leaving(departures, stageMs).length;
    expect(left).toBeGreaterThan(3_990);
    // One that names itself is looked at once more, by this test.
    expect(looks).toBeLessThan(4_000 * 6);
  });

  it('agree with a look at everything, whatever comes, changes and leaps', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('note' as const), at: fc.integer({ min: -500, max: 12_000 }) }),
      fc.record({ kind: fc.constant('change' as const), which: fc.nat(), at: fc.integer({ min: -500, max: 12_000 }) }),
      fc.record({ kind: fc.constant('forget' as const), which: fc.nat() }),
      fc.record({
        kind: fc.constant('tick' as const),
        by: fc.oneof(fc.integer({ min: -3_000, max: 40 }), fc.nat(90_000)),
      }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const departures = new Departures<TestFlight>();
        const all = new Set<TestFlight>();
        let stageMs = 0;
        for (const one of steps) {
          const picked = one.kind === 'note' || one.kind === 'tick' ? undefined : [...all][one.which % (all.size || 1)];
          if (one.kind === 'note') {
            const flight = flightUntil(stageMs + one.at);
            all.add(flight);
            departures.note(flight);
          } else if (one.kind === 'change' && picked !== undefined) {
            picked.motion.untilMs = stageMs + one.at;
            departures.note(picked);
          } else if (one.kind === 'forget' && picked !== undefined) {
            all.delete(picked);
            departures.forget(picked);
          } else if (one.kind === 'tick') {
            stageMs += one.by;
            const over = [...all].filter(({ motion }) => motion.untilMs <= stageMs);
            for (const flight of over) all.delete(flight);
            const byEnd = (a: number, b: number) => a - b;
            expect(leaving(departures, stageMs).sort(byEnd)).toEqual(
              over.map(({ motion }) => motion.untilMs).sort(byEnd),
            );
          }
        }
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createServerClock } from './server-clock.ts';

describe('the gateway’s clock', () => {
  it('is not known before the first answer', () => {
    expect(createServerClock().offsetMs()).toBeUndefined();
  });

  it('is off by no more than half of the fastest round trip', () => {
    const trip = fc.record({ outMs: fc.nat(2000), backMs: fc.nat(2000) });
    fc.assert(
      fc.property(fc.integer(), fc.array(trip, { minLength: 1, maxLength: 8 }), (offsetMs, trips) => {
        const clock = createServerClock();
        let nowMs = 1_000_000;
        for (const { outMs, backMs } of trips) {
          clock.note(nowMs, nowMs + outMs + offsetMs, nowMs + outMs + backMs);
          nowMs += 10_000;
        }
        const fastestMs = Math.min(...trips.map(({ outMs, backMs }) => outMs + backMs));
        expect(clock.roundTripMs()).toBe(fastestMs);
        expect(Math.abs((clock.offsetMs() ?? Number.NaN) - offsetMs)).toBeLessThanOrEqual(fastestMs / 2);
      }),
    );
  });

  it('follows a drifting clock: answers of long ago are forgotten', () => {
    const clock = createServerClock();
    clock.note(0, 0, 2);
    for (let n = 1; n <= 8; n += 1) clock.note(n * 1000, n * 1000 + 505, n * 1000 + 10);
    expect(clock.offsetMs()).toBe(500);
  });

  it('starts anew when the reader’s clock was set back while a message was under way', () => {
    const clock = createServerClock();
    clock.note(1000, 1000, 1001);
    clock.note(9000, 9000, 5000);
    clock.note(5000, 9040, 5080);
    expect(clock.offsetMs()).toBe(4000);
  });

  it.each([120_000, -120_000])('believes the first answer after a clock was set by %i ms', (setMs) => {
    const clock = createServerClock();
    for (let n = 1; n <= 8; n += 1) clock.note(n * 10_000, n * 10_000 + 1, n * 10_000 + 2);
    clock.note(90_000 + setMs, 90_020, 90_040 + setMs);
    expect(clock.offsetMs()).toBe(-setMs);
    expect(clock.roundTripMs()).toBe(40);
  });

  it('that was set while a message was under way is known by the next answer', () => {
    const clock = createServerClock();
    clock.note(10_000, 10_001, 10_002);
    clock.note(20_000, 20_001, 50_002);
    clock.note(60_000, 30_001, 60_002);
    expect(clock.offsetMs()).toBe(-30_000);
  });

  it('is as exact as the fastest of all answers while none was set, however slow one of them is', () => {
    const clock = createServerClock();
    clock.note(10_000, 10_001, 10_002);
    clock.note(20_000, 22_999, 23_000);
    clock.note(30_000, 30_001, 33_000);
    expect([clock.offsetMs(), clock.roundTripMs()]).toEqual([0, 2]);
  });
});

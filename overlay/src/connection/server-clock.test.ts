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
});

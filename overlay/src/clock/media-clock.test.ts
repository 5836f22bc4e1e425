import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MediaClock } from './media-clock.ts';

const at = (ms: number, rate = 1, seek = 0) => ({ ms, rate, seek });
const FRAME = 1000 / 60;

describe('the media clock', () => {
  it('begins where the player is, as a leap', () => {
    const clock = new MediaClock();
    expect(clock.ms).toBeUndefined();
    expect(clock.advance(FRAME, at(5_000))).toEqual({ stepMs: 0, leapt: true });
    expect(clock.ms).toBe(5_000);
  });

  it.each([0.5, 1, 2, 4])('runs evenly beside a player of rate %d whose time steps by 48 ms', (rate) => {
    const clock = new MediaClock();
    clock.advance(FRAME, at(0, rate));
    const steps: number[] = [];
    for (let ms = FRAME; ms < 10_000; ms += FRAME) {
      const told = Math.floor((ms * rate) / 48) * 48;
      steps.push(clock.advance(FRAME, at(told, rate)).stepMs);
    }
    const expected = FRAME * rate;
    for (const step of steps) expect(Math.abs(step - expected)).toBeLessThan(5);
    expect(Math.abs((clock.ms ?? 0) - 10_000 * rate)).toBeLessThan(60);
  });

  it('is pulled by 5 to 15 % of a drift between 30 and 300 ms, and left alone below', () => {
    const pulled = (drift: number) => {
      const clock = new MediaClock();
      clock.advance(FRAME, at(0));
      return (clock.advance(FRAME, at(FRAME + drift)).stepMs - FRAME) / drift;
    };
    expect(pulled(29)).toBe(0);
    expect(pulled(31)).toBeCloseTo(0.05, 2);
    expect(pulled(299)).toBeCloseTo(0.15, 2);
    expect(pulled(-100)).toBeGreaterThan(0);
  });

  it('leaps above 300 ms, and with every seek however small', () => {
    const clock = new MediaClock();
    clock.advance(FRAME, at(0));
    expect(clock.advance(FRAME, at(1_000))).toEqual({ stepMs: 1_000, leapt: true });
    expect(clock.advance(FRAME, at(400))).toEqual({ stepMs: -600, leapt: true });
    expect(clock.advance(FRAME, at(410, 1, 1))).toEqual({ stepMs: 10, leapt: true });
  });

  it('comes to stand exactly where the player stands, and knows when it does', () => {
    const clock = new MediaClock();
    clock.advance(FRAME, at(1_000));
    for (let i = 0; i < 60; i += 1) clock.advance(FRAME, at(1_100, 0));
    expect(clock.ms).toBe(1_100);
    expect(clock.isAt(at(1_100, 0))).toBe(true);
    expect(clock.isAt(at(1_100, 1))).toBe(false);
    expect(clock.isAt(at(1_101, 0))).toBe(false);
  });

  it('never runs backwards while the player plays, unless it leaps', () => {
    const told = fc.array(
      fc.tuple(fc.double({ min: 0, max: 40, noNaN: true }), fc.double({ min: 0, max: 60, noNaN: true })),
    );
    fc.assert(
      fc.property(told, (frames) => {
        const clock = new MediaClock();
        let ms = 0;
        for (const [frame, step] of frames) {
          ms += step;
          const { stepMs, leapt } = clock.advance(frame, at(ms));
          if (!leapt) expect(stepMs).toBeGreaterThanOrEqual(0);
        }
        expect(clock.ms ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

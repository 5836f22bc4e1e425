import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameClock } from './frame-clock.ts';

function run(deltas: readonly number[]): number[] {
  const clock = new FrameClock();
  let frameMs = 1_000;
  let before = clock.advance(frameMs);
  return deltas.map((delta) => {
    frameMs += delta;
    const stageMs = clock.advance(frameMs);
    const step = stageMs - before;
    before = stageMs;
    return step;
  });
}

describe('the frame clock', () => {
  it('steps evenly where frame deltas swing between 12 and 21 ms', () => {
    const steps = run(Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? 12 : 21))).slice(100);
    expect(Math.max(...steps) - Math.min(...steps)).toBeLessThan(2);
  });

  it('loses no time on the way', () => {
    const deltas = Array.from({ length: 600 }, (_, i) => 14 + (i % 5));
    const sum = run(deltas).reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(
      deltas.reduce((a, b) => a + b, 0),
      -1.5,
    );
  });

  it('follows a lasting change of the frame rate', () => {
    const steps = run([...Array<number>(60).fill(16), ...Array<number>(120).fill(33)]);
    expect(steps.at(-1)).toBeCloseTo(33, 0);
  });

  it('slips over a hitch instead of leaping after it', () => {
    const steps = run([...Array<number>(60).fill(16), 900, ...Array<number>(60).fill(16)]);
    expect(Math.max(...steps)).toBeLessThan(30);
  });

  it('does not count the time it was stopped', () => {
    const clock = new FrameClock();
    clock.advance(0);
    const before = clock.advance(16);
    clock.stop();
    expect(clock.advance(3_600_000) - before).toBeLessThan(20);
  });

  it('never runs backwards, whatever the frames do', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -50, max: 5_000, noNaN: true }), { maxLength: 200 }), (deltas) => {
        for (const step of run(deltas)) expect(step).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

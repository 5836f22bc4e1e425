import { describe, expect, it } from 'vitest';
import { PULSE_GROWTH, PULSE_MS, pulseAt, xAt } from './motion.ts';

describe('motion', () => {
  it('is where its speed and its anchor say, before and after', () => {
    const motion = { x: 100, y: 0, velocity: -0.5, fromMs: 1_000, untilMs: 9_000 };
    expect([500, 1_000, 1_200].map((stageMs) => xAt(motion, stageMs))).toEqual([350, 100, 0]);
  });

  it('swells a counter for a moment when it grows, and at no other time', () => {
    expect(pulseAt(-1)).toBe(1);
    expect(pulseAt(0)).toBe(1 + PULSE_GROWTH);
    expect(pulseAt(PULSE_MS / 2)).toBe(1 + PULSE_GROWTH / 4);
    expect(pulseAt(PULSE_MS)).toBe(1);
    expect(pulseAt(Infinity)).toBe(1);
    expect(pulseAt(Number.NaN)).toBe(1);
  });
});

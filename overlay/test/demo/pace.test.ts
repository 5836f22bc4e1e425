import { describe, expect, it } from 'vitest';
import { fullPace, GUEST_PACE, hold, spend, tokensAt } from '../../demo/crowd/pace.ts';

const NOW_MS = 1_000_000;

describe('the pace of one guest of the crowd', () => {
  it('allows the burst and then one a second', () => {
    let pace = fullPace(NOW_MS);
    for (let post = 0; post < GUEST_PACE.burst; post += 1) {
      expect(tokensAt(pace, NOW_MS)).toBeGreaterThanOrEqual(1);
      pace = spend(pace, NOW_MS);
    }
    expect(tokensAt(pace, NOW_MS)).toBe(0);
    expect(tokensAt(pace, NOW_MS + 999)).toBeLessThan(1);
    expect(tokensAt(pace, NOW_MS + 1000)).toBe(1);
  });

  it('never saves up more than the burst', () => {
    expect(tokensAt(fullPace(NOW_MS), NOW_MS + 3_600_000)).toBe(GUEST_PACE.burst);
  });

  it('is silent for as long as a refusal asks, and does not burst afterwards', () => {
    const held = hold(fullPace(NOW_MS), NOW_MS, 4000);
    expect(tokensAt(held, NOW_MS + 3999)).toBe(0);
    expect(tokensAt(held, NOW_MS + 4000)).toBe(1);
    expect(tokensAt(spend(held, NOW_MS + 4000), NOW_MS + 4000)).toBe(0);
  });

  it('keeps to the longest of several refusals', () => {
    const held = hold(hold(fullPace(NOW_MS), NOW_MS, 4000), NOW_MS, 500);
    expect(tokensAt(held, NOW_MS + 3000)).toBe(0);
  });

  it('gains nothing from a clock that jumps back', () => {
    const spent = spend(fullPace(NOW_MS), NOW_MS);
    expect(tokensAt(spent, NOW_MS - 60_000)).toBe(GUEST_PACE.burst - 1);
  });
});

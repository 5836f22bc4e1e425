import { describe, expect, it } from 'vitest';
import { Budget } from './budget.ts';

/** What ticks so far apart may take one after the other. */
function run(everyMs: number, isBehind: (tick: number) => boolean, ticks = 20, waiting = 1): number[] {
  const budget = new Budget();
  return Array.from({ length: ticks }, (_, tick) => {
    const ms = budget.at(tick * everyMs, waiting);
    budget.end(isBehind(tick));
    return ms;
  });
}

describe('the budget of a tick', () => {
  it('stays small while it is enough', () => {
    expect(new Set(run(16, () => false)).size).toBe(1);
  });

  it('grows while comments are waiting, to no more than half of the time', () => {
    const ticks = run(16, () => true);
    expect(ticks[1]).toBeGreaterThan(ticks[0] ?? Infinity);
    expect(Math.max(...ticks)).toBeLessThanOrEqual(8);
    const slow = run(100, () => true);
    expect(Math.max(...slow)).toBe(50);
    expect(Math.max(...run(5_000, () => true))).toBeLessThanOrEqual(200);
  });

  it('is larger at once where ticks are far apart and hundreds wait, and not where they are close together', () => {
    const [, slow] = run(200, () => false, 2, 500);
    const [, fast] = run(16, () => false, 2, 500);
    expect(slow).toBeGreaterThan(50);
    expect(fast).toBeLessThanOrEqual(8);
  });

  it('is small again as soon as nothing waits', () => {
    const ticks = run(100, (tick) => tick < 10);
    expect(ticks.at(-1)).toBe(ticks[0]);
  });
});

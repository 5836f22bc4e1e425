import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Turns } from './turns.ts';

describe('Turns of the event loop', () => {
  let activeMs: number;
  let processorMs: number;
  let turns: Turns;

  beforeEach(() => {
    vi.useFakeTimers();
    // Of a process that has run for a while.
    [activeMs, processorMs] = [10_000, 8000];
    turns = Turns.watch(
      () => ({ user: processorMs * 600, system: processorMs * 400 }),
      () => activeMs,
    );
  });
  afterEach(() => vi.useRealTimers());

  const turn = (clockMs: number, workMs: number) => {
    activeMs += clockMs;
    processorMs += workMs;
    vi.advanceTimersByTime(20);
  };

  it('are told by the longest, and by the one that had most to do', () => {
    turn(5, 5);
    turn(110, 12);
    turn(45, 40);
    turn(3, 3);
    expect([turns.takeLongestMs(), turns.takeHardestMs()]).toEqual([110, 40]);
  });

  it('are told anew after each time that they are asked for, each of both by itself', () => {
    turn(110, 40);
    expect(turns.takeLongestMs()).toBe(110);
    turn(2, 1);
    expect([turns.takeLongestMs(), turns.takeHardestMs()]).toEqual([2, 40]);
    expect([turns.takeLongestMs(), turns.takeHardestMs()]).toEqual([0, 0]);
  });
});

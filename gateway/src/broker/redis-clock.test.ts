import { describe, expect, it } from 'vitest';
import { ServerClock } from './redis-clock.ts';

describe('A server’s clock', () => {
  it('is this machine’s until something is known of it', () => {
    expect(new ServerClock().at(1000)).toBe(1000);
  });

  it('is known best by the quickest answer', () => {
    const clock = new ServerClock();
    clock.learn(5010, 0, 20);
    expect(clock.at(0)).toBe(5000);
    clock.learn(5900, 0, 1000);
    expect(clock.at(0)).toBe(5000);
    clock.learn(5502, 500, 501);
    expect(clock.at(500)).toBe(5501.5);
  });

  it('is learnt anew when it drifts, however slow the answers have become', () => {
    const clock = new ServerClock();
    clock.learn(5001, 0, 2);
    for (let second = 1; second <= 60; second += 1)
      clock.learn(second * 1000 + 9050, second * 1000, second * 1000 + 100);
    expect(clock.at(0)).toBe(9000);
  });
});

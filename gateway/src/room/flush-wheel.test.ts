import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlushWheel, TICK_MS } from './flush-wheel.ts';

describe('The flush wheel', () => {
  it('gives out what is due, the earliest first, and once', () => {
    const wheel = new FlushWheel<string>();
    wheel.schedule('late', 50);
    wheel.schedule('early', 10);
    wheel.schedule('later', 500);
    expect(wheel.takeDue(9)).toEqual([]);
    expect(wheel.takeDue(50)).toEqual(['early', 'late']);
    expect(wheel.takeDue(50)).toEqual([]);
    expect(wheel.isEmpty).toBe(false);
    expect(wheel.takeDue(500)).toEqual(['later']);
    expect(wheel.isEmpty).toBe(true);
  });

  it('keeps the earlier of two moments', () => {
    const wheel = new FlushWheel<string>();
    wheel.schedule('room', 100);
    wheel.schedule('room', 20);
    wheel.schedule('room', 300);
    expect(wheel.takeDue(20)).toEqual(['room']);
    expect(wheel.takeDue(1000)).toEqual([]);
  });

  it('gives out what is overdue at the next tick', () => {
    const wheel = new FlushWheel<string>();
    wheel.takeDue(1000);
    wheel.schedule('room', 10);
    expect(wheel.takeDue(1000)).toEqual([]);
    expect(wheel.takeDue(1000 + TICK_MS)).toEqual(['room']);
  });

  it('forgets what is cancelled', () => {
    const wheel = new FlushWheel<string>();
    wheel.schedule('room', 10);
    wheel.cancel('room');
    wheel.cancel('nobody');
    expect([wheel.isEmpty, wheel.takeDue(1000)]).toEqual([true, []]);
  });

  it('loses nothing, gives nothing early and nothing more than a tick late', () => {
    const command = fc.oneof(
      fc.record({ kind: fc.constant('schedule' as const), item: fc.nat(5), inMs: fc.nat(200) }),
      fc.record({ kind: fc.constant('pass' as const), item: fc.constant(0), inMs: fc.nat(60) }),
    );
    const holds = (commands: { kind: 'schedule' | 'pass'; item: number; inMs: number }[]) => {
      const wheel = new FlushWheel<number>();
      const due = new Map<number, number>();
      let nowMs = 0;
      for (const { kind, item, inMs } of commands) {
        if (kind === 'schedule') {
          due.set(item, Math.min(due.get(item) ?? Infinity, nowMs + inMs));
          wheel.schedule(item, nowMs + inMs);
          continue;
        }
        nowMs += inMs;
        for (const given of wheel.takeDue(nowMs)) {
          const atMs = due.get(given);
          if (atMs === undefined || atMs > nowMs) return false;
          due.delete(given);
        }
        if ([...due.values()].some((atMs) => atMs + 2 * TICK_MS < nowMs)) return false;
      }
      return wheel.isEmpty === (due.size === 0);
    };
    const tried = fc.check(fc.property(fc.array(command, { maxLength: 60 }), holds), { seed: 1, numRuns: 2000 });
    expect(fc.defaultReportMessage(tried)).toBeUndefined();
  });
});

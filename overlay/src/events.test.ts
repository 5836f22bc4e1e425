import { afterEach, describe, expect, it, vi } from 'vitest';
import { createEvents } from './events.ts';

afterEach(() => vi.unstubAllGlobals());

describe('events', () => {
  it('reach every handler until it is switched off, and no longer', () => {
    const events = createEvents<{ tick: number }>();
    const heard: string[] = [];
    const off = events.on('tick', (n) => heard.push(`a${n}`));
    events.on('tick', (n) => heard.push(`b${n}`));
    events.emit('tick', 1);
    off();
    off();
    events.emit('tick', 2);
    expect(heard).toEqual(['a1', 'b1', 'b2']);
  });

  it('reach the others when one handler throws, and the page learns of it', () => {
    const reported = vi.fn<(error: unknown) => void>();
    vi.stubGlobal('reportError', reported);
    const events = createEvents<{ tick: number }>();
    const broken = new Error('broken');
    const heard: number[] = [];
    events.on('tick', () => {
      throw broken;
    });
    events.on('tick', (n) => heard.push(n));
    events.emit('tick', 1);
    expect(heard).toEqual([1]);
    expect(reported).toHaveBeenCalledWith(broken);
  });

  it('know whether anybody listens', () => {
    const events = createEvents<{ tick: number }>();
    const off = events.on('tick', () => undefined);
    expect(events.heardBy('tick')).toBe(true);
    off();
    expect(events.heardBy('tick')).toBe(false);
  });
});

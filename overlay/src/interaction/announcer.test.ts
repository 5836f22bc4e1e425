import type { DanmakuComment } from '@danmaku-live/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAnnouncer } from './announcer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const comment = (id: string, user = 'u'): DanmakuComment => ({ id, text: id, user: { id: user, name: user }, time: 0 });

function announcing(): { said: string[]; unwanted: Set<string>; announcer: ReturnType<typeof createAnnouncer> } {
  const said: string[] = [];
  const unwanted = new Set<string>();
  const announcer = createAnnouncer(
    (newest, others) => said.push(newest ? `${newest.id} +${others}` : ''),
    ({ id }) => !unwanted.has(id),
  );
  announcer.setOn(true);
  return { said, unwanted, announcer };
}

describe('what screen readers are told', () => {
  it('is the newest of a stretch, how many came besides, and then nothing for a while', () => {
    const { said, announcer } = announcing();
    for (const id of ['a', 'b', 'c']) announcer.hear(comment(id));
    vi.advanceTimersByTime(0);
    expect(said).toEqual(['c +2']);
    announcer.hear(comment('d'));
    vi.advanceTimersByTime(4999);
    expect(said).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(said).toEqual(['c +2', 'd +0']);
  });

  it('counts a crowd without keeping it', () => {
    const { said, announcer } = announcing();
    for (let n = 0; n <= 5000; n += 1) announcer.hear(comment(`c${n}`));
    vi.advanceTimersByTime(0);
    expect(said).toEqual(['c5000 +5000']);
  });

  it('is nothing that is not wanted, neither when it comes nor when its turn has come', () => {
    const { said, unwanted, announcer } = announcing();
    unwanted.add('blocked');
    announcer.hear(comment('blocked'));
    announcer.hear(comment('a'));
    announcer.hear(comment('blocked while it waits'));
    unwanted.add('blocked while it waits');
    vi.advanceTimersByTime(0);
    expect(said).toEqual(['a +0']);
    announcer.hear(comment('b'));
    unwanted.add('b');
    vi.advanceTimersByTime(60_000);
    expect(said).toEqual(['a +0']);
  });

  it('is not what was recalled while it waited, and is taken back when it was told', () => {
    const { said, announcer } = announcing();
    announcer.hear(comment('a'));
    announcer.hear(comment('b', 'slanderer'));
    announcer.hear(comment('c'));
    announcer.recall({ ids: ['c'] });
    announcer.recall({ user: 'slanderer' });
    vi.advanceTimersByTime(0);
    expect(said).toEqual(['a +0']);
    announcer.recall({ ids: ['b', 'c'] });
    expect(said).toEqual(['a +0']);
    announcer.recall({ ids: ['a'] });
    expect(said).toEqual(['a +0', '']);
  });

  it('ends when it is switched off, and begins anew with what comes then', () => {
    const { said, announcer } = announcing();
    announcer.hear(comment('a'));
    announcer.setOn(false);
    announcer.hear(comment('b'));
    vi.advanceTimersByTime(60_000);
    expect(said).toEqual(['']);
    announcer.setOn(true);
    announcer.hear(comment('c'));
    vi.advanceTimersByTime(0);
    expect(said).toEqual(['', 'c +0']);
    announcer.hear(comment('d'));
    announcer.destroy();
    expect(vi.getTimerCount()).toBe(0);
  });
});

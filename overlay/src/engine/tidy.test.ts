import type { Role } from '@danmaku-live/protocol';
import { describe, expect, it } from 'vitest';
import { tidy } from './tidy.ts';

const COMMENT = { id: 'c', text: '前方高能', time: 0, user: { id: 'u', name: 'Ann' } };

describe('a comment that a page hands in', () => {
  it('is taken as it is where all of it is known', () => {
    const comment = { ...COMMENT, user: { ...COMMENT.user, role: 'owner' }, mode: 'top', count: 2 } as const;
    expect(tidy(comment)).toBe(comment);
  });

  it('is of no role where its role is none', () => {
    for (const role of ['constructor', '', 7, null] as unknown as Role[]) {
      expect(tidy({ ...COMMENT, user: { ...COMMENT.user, role } })?.user).toEqual(COMMENT.user);
    }
  });
});

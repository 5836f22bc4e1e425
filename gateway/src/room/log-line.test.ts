import { ROLES, type DanmakuComment } from '@danmaku-live/protocol';
import { describe, expect, it } from 'vitest';
import { commentLine, hasReserve, isRecalled, withCount } from './log-line.ts';

const COMMENT: DanmakuComment = { id: 'c1', text: 'hi', user: { id: 'u1', name: 'Ann' }, time: 7 };

describe('A comment on the wire (1.3, 1.4)', () => {
  it('leaves out every field at its default', () => {
    const line = commentLine({
      ...COMMENT,
      user: { ...COMMENT.user, role: 'guest' },
      mode: 'scroll',
      color: '#FFFFFF',
      size: 'medium',
    });
    expect(JSON.parse(line.json)).toEqual(COMMENT);
  });

  it('says all that is not at its default', () => {
    const comment: DanmakuComment = {
      ...COMMENT,
      user: { id: 'u1', name: 'Ann', role: 'owner' },
      mode: 'top',
      color: '#ff00aa',
      size: 'large',
      media: 0,
    };
    expect(JSON.parse(commentLine(comment).json)).toEqual(comment);
  });

  it('stays one line of JSON whatever its text and name hold', () => {
    const nasty = '"}],\\\n\u2028\u2029\ud800</script>';
    const { json } = commentLine({ ...COMMENT, text: nasty, user: { id: nasty, name: nasty } });
    expect(json).not.toMatch(/[\n\r]/);
    expect(JSON.parse(json)).toMatchObject({ text: nasty, user: { id: nasty, name: nasty } });
  });

  it('takes a count without being written anew (5.5)', () => {
    const { json } = commentLine(COMMENT);
    expect(withCount(json, 1)).toBe(json);
    expect(JSON.parse(withCount(json, 12))).toEqual({ ...COMMENT, count: 12 });
  });
});

describe('What relays know of a comment without reading it', () => {
  it('is whether it has a reserve (5.4)', () => {
    expect(ROLES.filter(hasReserve)).toEqual(['paid', 'moderator', 'owner']);
  });

  it('is whether it looks like another (5.5)', () => {
    const key = (fields: Partial<DanmakuComment>) => commentLine({ ...COMMENT, ...fields }).mergeKey;
    const plain = key({});
    expect(key({ id: 'c2', user: { id: 'u2', name: 'Bob' }, time: 8, mode: 'scroll', color: '#FFFFFF' })).toBe(plain);
    const others = [key({ text: 'Hi' }), key({ mode: 'top' }), key({ color: '#ff0000' }), key({ size: 'small' })];
    expect(new Set([plain, ...others]).size).toBe(5);
  });

  it('is whether a recall takes it back (4.5)', () => {
    const line = commentLine(COMMENT);
    expect([isRecalled(line, { ids: ['c0', 'c1'] }), isRecalled(line, { user: 'u1' })]).toEqual([true, true]);
    expect([isRecalled(line, { ids: ['u1'] }), isRecalled(line, { user: 'c1' })]).toEqual([false, false]);
  });
});

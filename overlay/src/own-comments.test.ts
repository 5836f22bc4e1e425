import { describe, expect, it } from 'vitest';
import type { DanmakuComment } from '@danmaku-live/protocol';
import { createOwnComments } from './own-comments.ts';

const comment = (id: string, change: Partial<DanmakuComment> = {}): DanmakuComment => ({
  id,
  text: 'hi',
  user: { id: 'me', name: 'Me' },
  time: 0,
  ...change,
});

describe('own comments', () => {
  it('are recognised by words and look, oldest first, each once', () => {
    const own = createOwnComments();
    own.add(comment('own:1', { color: '#FF0000' }));
    own.add(comment('own:2'));
    own.add(comment('own:3', { mode: 'scroll', size: 'medium' }));
    expect(own.match(comment('x', { color: '#ff0000' }))?.id).toBe('own:1');
    expect(own.match(comment('y'))?.id).toBe('own:2');
    expect(own.match(comment('z'))?.id).toBe('own:3');
    expect(own.match(comment('w'))).toBeUndefined();
  });

  it('are gone once their answer came', () => {
    const own = createOwnComments();
    own.add(comment('own:1'));
    expect(own.take('own:1')?.text).toBe('hi');
    expect(own.take('own:1')).toBeUndefined();
    expect(own.match(comment('x'))).toBeUndefined();
  });
});

import type { Role } from '@danmaku-live/protocol';
import { describe, expect, it } from 'vitest';
import type { Identity } from '../identity/identity.ts';
import { decidePost, refusalFor } from './comment-policy.ts';
import { defaultSettings } from './settings.ts';

const OPEN = defaultSettings('post');
const someone = (role: Role): Identity => ({ id: 'u', name: 'U', role, by: 'token' });

function codeOf(role: Role, settings: Partial<typeof OPEN>, text = 'hello'): string {
  const decision = decidePost(someone(role), { ...OPEN, ...settings }, { text });
  return decision.ok ? 'ok' : decision.code;
}

describe('Whether a post becomes a comment (3.5)', () => {
  it('hands on a clean text and the rest as it was', () => {
    expect(decidePost(someone('guest'), OPEN, { text: ' a\u202e b ', mode: 'top', media: 7 })).toEqual({
      ok: true,
      post: { text: 'a b', mode: 'top', media: 7 },
    });
  });

  it('depends on what the room lets guests do', () => {
    expect(['post', 'read', 'none'].map((guests) => codeOf('guest', { guests: guests as 'post' }))).toEqual([
      'ok',
      'not_allowed',
      'not_allowed',
    ]);
    expect(codeOf('member', { guests: 'none' })).toBe('ok');
  });

  it('is no in a locked room, but for those who moderate', () => {
    const codes = (['guest', 'member', 'paid', 'moderator', 'owner'] as const).map((role) =>
      codeOf(role, { locked: true }),
    );
    expect(codes).toEqual(['locked', 'locked', 'locked', 'ok', 'ok']);
  });

  it('is judged in this order: right, lock, text', () => {
    expect(codeOf('guest', { guests: 'read', locked: true }, '')).toBe('not_allowed');
    expect(codeOf('guest', { locked: true }, '')).toBe('locked');
    expect(codeOf('guest', {}, ' \u200b')).toBe('empty');
  });

  it('holds the room’s length against everybody', () => {
    expect(codeOf('owner', { maxLength: 3 }, '你好吗？')).toBe('too_long');
    expect(codeOf('guest', { maxLength: 3 }, '👨‍👩‍👧‍👦🇯🇵1️⃣')).toBe('ok');
  });

  it('is told in one sentence', () => {
    for (const code of ['rate_limited', 'slow_mode', 'duplicate', 'overloaded'] as const) {
      const refusal = refusalFor(code, 700);
      expect(refusal).toMatchObject({ ok: false, code, retryAfterMs: 700 });
      expect(refusal.message).toMatch(/^[A-Z][^.]+\.$/);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../options.ts';
import { SeenIds, sieveOf } from './sieve.ts';

const comment = (text: string, user = 'u') => ({ id: '1', text, time: 0, user: { id: user, name: 'U' } });

describe('the sieve', () => {
  it('lets everything through by default', () => {
    expect(sieveOf(DEFAULT_SETTINGS)(comment('hello'))).toBeUndefined();
  });

  it('holds back blocked words in any case and width, and blocked users', () => {
    const sieve = sieveOf({ ...DEFAULT_SETTINGS, blockedWords: ['Spoiler', '', '剧透'], blockedUsers: ['troll'] });
    expect(sieve(comment('no SPOILERS please'))).toBe('blocked');
    expect(sieve(comment('ｓｐｏｉｌｅｒ'))).toBe('blocked');
    expect(sieve(comment('别剧透啊'))).toBe('blocked');
    expect(sieve(comment('hello', 'troll'))).toBe('blocked');
    expect(sieve(comment('hello'))).toBeUndefined();
  });

  it('holds back modes that are switched off', () => {
    const sieve = sieveOf({ ...DEFAULT_SETTINGS, modes: ['scroll'] });
    expect(sieve({ ...comment('up here'), mode: 'top' })).toBe('mode_off');
    expect(sieve(comment('flying'))).toBeUndefined();
  });
});

describe('seen ids', () => {
  it('knows the latest, and forgets the oldest beyond the limit', () => {
    const seen = new SeenIds(3);
    for (const id of ['a', 'b', 'c', 'a', 'd']) seen.add(id);
    expect(['a', 'b', 'c', 'd'].filter((id) => seen.has(id))).toEqual(['a', 'c', 'd']);
  });
});

import { describe, expect, it } from 'vitest';
import { heldField } from './held-comments.ts';
import { Moderation } from './moderation.ts';
import { sanctionField } from './sanctions.ts';
import { WORDS_FIELD, WordFilters } from './word-filter.ts';

const BAN = JSON.stringify({ kind: 'ban', user: 'ann', sinceMs: 0, by: { id: 'm', name: 'M', role: 'owner' } });

function held(id: string, user = 'ann'): [string, string] {
  return [
    heldField(id),
    JSON.stringify({ comment: { id, text: 't', user: { id: user, name: user }, time: 0 }, untilMs: 9 }),
  ];
}

function state(change: Record<string, string | null>) {
  return { kind: 'state', timeMs: 0, change } as const;
}

describe('What moderators have laid down', () => {
  it('is read from the state and follows its changes', () => {
    const moderation = new Moderation(new Map([[WORDS_FIELD, '["scam"]']]), new WordFilters(['spam']));
    expect(['a scam', 'a spam', 'a slam'].map((text) => moderation.isBlocked(text))).toEqual([true, true, false]);
    moderation.apply(state({ [WORDS_FIELD]: '["slam"]' }));
    expect(['a scam', 'a spam', 'a slam'].map((text) => moderation.isBlocked(text))).toEqual([false, true, true]);
    moderation.apply(state({ [WORDS_FIELD]: null }));
    expect(moderation.isBlocked('a slam')).toBe(false);
  });

  it('is news once', () => {
    const moderation = new Moderation(new Map([held('1')]), new WordFilters());
    expect(moderation.takeNews()).toMatchObject({ sanctions: [], held: [{ comment: { id: '1' } }], dropped: [] });
    expect(moderation.takeNews()).toBeUndefined();
    moderation.apply(state({ [sanctionField({ user: 'ann' })]: BAN }));
    expect(moderation.takeNews()).toEqual({ sanctions: [JSON.parse(BAN)], held: [], dropped: [] });
    expect(moderation.sanctions.size).toBe(1);
  });

  it('drops what is recalled while it is held, by id and by user, but not what was published', () => {
    const moderation = new Moderation(
      new Map([held('1'), held('2'), held('3', 'bob'), held('4', 'bob')]),
      new WordFilters(),
    );
    moderation.takeNews();
    moderation.apply(state({ [heldField('4')]: null }));
    moderation.recall({ ids: ['1', '4', '9'] });
    moderation.recall({ user: 'bob' });
    expect(moderation.takeNews()?.dropped).toEqual(['1', '3']);
    expect([...moderation.held.keys()]).toEqual(['2']);
  });

  it('is taken over whole when the state was read anew', () => {
    const moderation = new Moderation(new Map([held('1'), [sanctionField({ user: 'ann' }), BAN]]), new WordFilters());
    moderation.takeNews();
    moderation.restart(new Map([held('2'), [WORDS_FIELD, '["scam"]']]));
    expect(moderation.takeNews()).toMatchObject({ sanctions: [], held: [{ comment: { id: '2' } }], dropped: ['1'] });
    expect(moderation.sanctions.size).toBe(0);
    expect(moderation.isBlocked('scam')).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import type { Identity } from '../identity/identity.ts';
import { Sanctions, sanctionField, type Sanction } from './sanctions.ts';

const BY = { id: 'mod', name: 'Mo', role: 'moderator' } as const;

function identity(id: string, role: Identity['role'] = 'member', by: Identity['by'] = 'token'): Identity {
  return { id, name: id, role, by };
}

function sanctions(...list: readonly (Partial<Sanction> & { user: string })[]): Sanctions {
  const all = list.map((one): Sanction => ({ kind: 'ban', sinceMs: 0, by: BY, ...one }));
  return new Sanctions(all.map((one) => [sanctionField(one), JSON.stringify(one)] as const));
}

describe('A sanction (7.14)', () => {
  it('holds for its user, from its start to its end', () => {
    const list = sanctions({ user: 'ann', kind: 'mute', untilMs: 100 });
    expect(list.on(identity('ann'), 'net', 99)?.kind).toBe('mute');
    expect(list.on(identity('ann'), 'net', 100)).toBeUndefined();
    expect(list.on(identity('bob'), 'net', 99)).toBeUndefined();
    expect(list.ofUser('ann', 99)?.untilMs).toBe(100);
  });

  it('holds without an end until it is lifted', () => {
    const list = sanctions({ user: 'ann' });
    expect(list.on(identity('ann'), 'net', 10 ** 14)?.kind).toBe('ban');
    list.set(sanctionField({ user: 'ann' }), null);
    expect(list.on(identity('ann'), 'net', 0)).toBeUndefined();
  });

  it('on a network holds for whoever comes from there', () => {
    const list = sanctions({ user: 'ann', network: 'net-1', kind: 'mute' });
    expect(list.on(identity('bob', 'guest', 'guest'), 'net-1', 0)?.kind).toBe('mute');
    expect(list.on(identity('ann'), 'net-2', 0)).toBeUndefined();
    expect(list.fieldsOf('ann')).toEqual([sanctionField({ user: 'ann', network: 'net-1' })]);
  });

  it('is the hardest of those on user and network', () => {
    const list = sanctions({ user: 'ann', kind: 'mute' }, { user: 'bob', network: 'net', kind: 'shadow' });
    expect(list.on(identity('ann'), 'net', 0)?.kind).toBe('shadow');
    list.set(sanctionField({ user: 'ann' }), JSON.stringify({ kind: 'ban', user: 'ann', sinceMs: 0, by: BY }));
    expect(list.on(identity('ann'), 'net', 0)?.kind).toBe('ban');
  });

  it('of a moderator holds for no moderator, one of an owner does, and for owners and servers none', () => {
    const soft = sanctions({ user: 'x' });
    const firm = sanctions({ user: 'x', isFirm: true });
    const holds = (list: Sanctions, who: Identity) => list.on(who, 'net', 0) !== undefined;
    const roles = ['guest', 'member', 'paid', 'moderator', 'owner'] as const;
    expect(roles.map((role) => holds(soft, identity('x', role)))).toEqual([true, true, true, false, false]);
    expect(roles.map((role) => holds(firm, identity('x', role)))).toEqual([true, true, true, true, false]);
    expect(holds(firm, identity('x', 'owner', 'key'))).toBe(false);
  });

  it('lists what holds, newest first, and names what has ended', () => {
    const list = sanctions({ user: 'a', sinceMs: 1 }, { user: 'b', sinceMs: 2 }, { user: 'c', sinceMs: 0, untilMs: 5 });
    expect(list.active(5).map(({ user }) => user)).toEqual(['b', 'a']);
    expect(list.endedFields(5)).toEqual([sanctionField({ user: 'c' })]);
    expect(list.set('settings', '{}')).toBeUndefined();
    expect(list.size).toBe(3);
  });
});

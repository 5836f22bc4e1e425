import { GUEST_RIGHTS, ROLES, type Role } from '@danmaku-live/protocol';
import { describe, expect, it } from 'vitest';
import { can, rightsOf, youOf, type Identity } from './identity.ts';

describe('The table of rights (1.7)', () => {
  it('is this one', () => {
    const rights = (role: Role) => GUEST_RIGHTS.map((guests) => rightsOf(role, guests).join(' '));
    expect(Object.fromEntries(ROLES.map((role) => [role, rights(role)]))).toEqual({
      guest: ['read post', 'read', ''],
      member: ['read post', 'read post', 'read post'],
      paid: ['read post', 'read post', 'read post'],
      moderator: ['read post moderate', 'read post moderate', 'read post moderate'],
      owner: ['read post moderate', 'read post moderate', 'read post moderate'],
    });
  });

  it('decides what somebody can', () => {
    const guest: Identity = { id: 'g', name: 'G', role: 'guest', by: 'guest' };
    expect([can(guest, 'read', 'read'), can(guest, 'post', 'read'), can(guest, 'read', 'none')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('What somebody is told of themselves (1.7)', () => {
  it('is who they are and what they can, and nothing of how it was shown', () => {
    const identity: Identity = { id: 'a', name: 'Ann', role: 'paid', by: 'token', expiresMs: 7 };
    expect(youOf(identity, 'none')).toEqual({ id: 'a', name: 'Ann', role: 'paid', can: ['read', 'post'] });
  });

  it('holds the token of a guest', () => {
    const identity: Identity = { id: 'g', name: 'G', role: 'guest', by: 'guest' };
    expect(youOf(identity, 'post', 'guest.x.y')).toMatchObject({ token: 'guest.x.y', can: ['read', 'post'] });
  });
});

import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GuestTokens } from './guest-tokens.ts';
import type { Identity } from './identity.ts';

const KEY = Buffer.alloc(32, 7);
const NOW_MS = 1_764_000_000_000;
const DAY_MS = 86_400_000;
const guests = new GuestTokens(KEY);

function tokenOf(identity: Identity): string {
  const token = guests.tokenOf(identity);
  if (token === undefined) throw new Error('a guest has a token');
  return token;
}

/** A token as somebody would make it who has the key. */
function signed(claims: unknown, key = KEY): string {
  const payload = Buffer.from(typeof claims === 'string' ? claims : JSON.stringify(claims)).toString('base64url');
  return `guest.${payload}.${createHmac('sha256', key).update(payload).digest('base64url')}`;
}

describe('A guest’s signed identity (1.7)', () => {
  it('makes the same guest again', () => {
    const guest = guests.create(NOW_MS);
    const verdict = guests.verify(tokenOf(guest), NOW_MS + DAY_MS);
    expect(verdict).toEqual({ ok: true, identity: guest });
    expect(guest).toMatchObject({ role: 'guest', by: 'guest', name: `Guest-${guest.id.slice(2, 7)}` });
  });

  it('is known to every gateway that shares the key, and to no other', () => {
    const token = tokenOf(guests.create(NOW_MS));
    expect(new GuestTokens(Buffer.from(KEY)).verify(token, NOW_MS)).toMatchObject({ ok: true });
    expect(new GuestTokens(Buffer.alloc(32, 8)).verify(token, NOW_MS)).toEqual({ ok: false, code: 'token_invalid' });
  });

  it('is another one for each guest', () => {
    const ids = Array.from({ length: 1000 }, () => guests.create(NOW_MS).id);
    expect(new Set(ids).size).toBe(1000);
    expect(ids.every((id) => /^g_[a-hj-km-np-z2-9]{12}$/.test(id))).toBe(true);
  });

  it('lives 30 days', () => {
    const token = tokenOf(guests.create(NOW_MS));
    expect(guests.verify(token, NOW_MS + 30 * DAY_MS - 1)).toMatchObject({ ok: true });
    expect(guests.verify(token, NOW_MS + 30 * DAY_MS)).toEqual({ ok: false, code: 'token_expired' });
  });

  it('is renewed in the second half of its life, and only then', () => {
    const guest = guests.create(NOW_MS);
    const early = guests.verify(tokenOf(guest), NOW_MS + 14 * DAY_MS);
    const late = guests.verify(tokenOf(guest), NOW_MS + 16 * DAY_MS);
    expect(early).toMatchObject({ identity: { expiresMs: NOW_MS + 30 * DAY_MS } });
    expect(late).toMatchObject({ identity: { id: guest.id, name: guest.name, expiresMs: NOW_MS + 46 * DAY_MS } });
  });

  it('grants nothing but an id and a name, whatever else it claims', () => {
    const claims = { sub: 'g_x', name: 'X', exp: NOW_MS + 1, role: 'owner', by: 'key' };
    expect(guests.verify(signed(claims), NOW_MS)).toMatchObject({ identity: { role: 'guest', by: 'guest' } });
  });

  it.each([
    ['no signature', 'guest.e30.'],
    ['no payload', 'guest..x'],
    ['too few parts', 'guest.e30'],
    ['too many parts', `${signed({ sub: 'a', name: 'a', exp: NOW_MS + 1 })}.x`],
    ['another prefix', signed({ sub: 'a', name: 'a', exp: NOW_MS + 1 }).replace('guest', 'Guest')],
    ['another key', signed({ sub: 'a', name: 'a', exp: NOW_MS + 1 }, Buffer.alloc(32))],
    ['a padded signature', `${signed({ sub: 'a', name: 'a', exp: NOW_MS + 1 })}=`],
    ['claims that are no JSON', signed('{')],
    ['claims that are no object', signed('7')],
    ['no name', signed({ sub: 'a', exp: NOW_MS + 1 })],
    ['an empty id', signed({ sub: '', name: 'a', exp: NOW_MS + 1 })],
    ['a long id', signed({ sub: 'a'.repeat(65), name: 'a', exp: NOW_MS + 1 })],
    ['an end that is no number', signed({ sub: 'a', name: 'a', exp: '9999999999999' })],
    ['an end that never comes', signed('{"sub":"a","name":"a","exp":1e999}')],
    ['nothing', ''],
    ['dots', '....'],
  ])('is refused with %s', (_name, token) => {
    expect(guests.verify(token, NOW_MS)).toEqual({ ok: false, code: 'token_invalid' });
  });

  it('is refused when any of its characters is another', () => {
    const token = tokenOf(guests.create(NOW_MS));
    const forged = fc.tuple(fc.nat(token.length - 1), fc.string({ minLength: 1, maxLength: 1 }));
    const holds = ([at, char]: [number, string]) => {
      const changed = token.slice(0, at) + char + token.slice(at + 1);
      return changed === token || !guests.verify(changed, NOW_MS).ok;
    };
    const tried = fc.check(fc.property(forged, holds), { numRuns: 3000, seed: 1 });
    expect(fc.defaultReportMessage(tried)).toBeUndefined();
  });
});

describe('The guest of an address (7.2)', () => {
  it('is always the same, and has no token to give away', () => {
    const guest = guests.forAddress('203.0.113.9');
    expect(guests.forAddress('203.0.113.9')).toEqual(guest);
    expect(guests.forAddress('203.0.113.8').id).not.toBe(guest.id);
    expect(guests.tokenOf(guest)).toBeUndefined();
  });

  it('does not tell the address to those who do not have the key', () => {
    expect(new GuestTokens(Buffer.alloc(32)).forAddress('203.0.113.9').id).not.toBe(
      guests.forAddress('203.0.113.9').id,
    );
  });
});

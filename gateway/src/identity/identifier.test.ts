import { describe, expect, it } from 'vitest';
import { GuestTokens } from './guest-tokens.ts';
import { Identifier } from './identifier.ts';

const NOW_MS = 1_764_000_000_000;
const KEYS = ['first-key-0123456789', 'second-key-0123456789'];
const guests = new GuestTokens(Buffer.alloc(32, 7));
const identifier = new Identifier(KEYS, guests, undefined);

describe('A server key', () => {
  it('makes its holder an owner, of a name that does not tell the key', async () => {
    const verdict = await identifier.identify('second-key-0123456789', 'lobby', NOW_MS);
    expect(verdict).toEqual({ ok: true, identity: { id: 'server-2', name: 'Server', role: 'owner', by: 'key' } });
  });

  it.each(['', 'first-key-012345678', 'first-key-01234567890', 'FIRST-KEY-0123456789', KEYS.join(',')])(
    'is not %j',
    (credential) => {
      expect(identifier.serverKey(credential)).toBeUndefined();
    },
  );

  it('is nobody where there are none', () => {
    expect(new Identifier([], guests, undefined).serverKey('')).toBeUndefined();
  });

  it('is no token: a browser can’t show it in `auth` (3.2)', async () => {
    expect(await identifier.verifyToken('first-key-0123456789', 'lobby', NOW_MS)).toMatchObject({
      ok: false,
      code: 'token_invalid',
    });
  });
});

describe('Somebody without an account', () => {
  it('is a new guest each time, who may come back with the token', async () => {
    const guest = identifier.newGuest(NOW_MS);
    expect(identifier.newGuest(NOW_MS).id).not.toBe(guest.id);
    expect(await identifier.identify(identifier.tokenOf(guest) ?? '', 'lobby', NOW_MS)).toEqual({
      ok: true,
      identity: guest,
    });
  });

  it('hears why a token is not taken', async () => {
    const expired = await identifier.verifyToken(identifier.tokenOf(identifier.newGuest(0)) ?? '', 'lobby', NOW_MS);
    const forged = await identifier.verifyToken('guest.e30.x', 'lobby', NOW_MS);
    const foreign = await identifier.verifyToken('a.b.c', 'lobby', NOW_MS);
    expect([expired, forged, foreign]).toEqual([
      { ok: false, code: 'token_expired', message: 'This token has expired.' },
      { ok: false, code: 'token_invalid', message: 'This token is not valid here.' },
      { ok: false, code: 'token_invalid', message: 'This token is not valid here.' },
    ]);
  });
});

import { afterEach, describe, expect, it, vi } from 'vitest';
import { createIdentity } from './identity.ts';

const jwt = (claims: unknown): string => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
const GUEST = { id: 'g', name: 'Guest-g', role: 'guest', can: ['read'], token: 'guest.t' } as const;

afterEach(() => vi.unstubAllGlobals());

describe('renewing a token', () => {
  const identity = createIdentity(async () => 'x', 'gateway');

  it('is due 30 s before the token ends by the gateway’s clock', () => {
    expect(identity.renewInMs(jwt({ exp: 1000 }), 900_000)).toBe(70_000);
  });

  it('is never due within 5 s, however short a token lives', () => {
    expect(identity.renewInMs(jwt({ exp: 1 }), 900_000)).toBe(5000);
  });

  it.each(['', 'x', 'a.b.c', jwt({}), jwt({ exp: 'soon' }), jwt(null)])('is not known of %j', (token) => {
    expect(identity.renewInMs(token, 0)).toBeUndefined();
  });

  it('is not for a token that the page gave as text: there is no other', () => {
    expect(createIdentity('t', 'gateway').renewInMs(jwt({ exp: 1000 }), 0)).toBeUndefined();
  });
});

describe('a guest’s token', () => {
  it('is a new one each time where storage is forbidden', async () => {
    vi.stubGlobal('localStorage', undefined);
    const identity = createIdentity(undefined, 'gateway');
    identity.remember(GUEST);
    identity.forget();
    await expect(identity.token()).resolves.toBeUndefined();
  });

  it('is never kept when the page names the user', async () => {
    const setItem = vi.fn<() => void>();
    vi.stubGlobal('localStorage', { setItem });
    createIdentity('mine', 'gateway').remember(GUEST);
    expect(setItem).not.toHaveBeenCalled();
    createIdentity(undefined, 'gateway').remember(GUEST);
    expect(setItem).toHaveBeenCalledWith('danmaku-live:guest:gateway', 'guest.t');
  });
});

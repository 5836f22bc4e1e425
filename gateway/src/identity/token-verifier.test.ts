import { createHmac, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, exportJWK, exportSPKI, type JWK, type JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TokenVerifier, type TokenVerdict } from './token-verifier.ts';

const SECRET = 'a-secret-of-at-least-thirty-two-characters';
const NOW_S = Math.floor(Date.now() / 1000);
const CLAIMS: JWTPayload = { sub: 'u1', name: 'Ann', exp: NOW_S + 3600 };
const PAIRS = {
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: generateKeyPairSync('ed25519'),
};
type Asymmetric = keyof typeof PAIRS;
const ASYMMETRIC = Object.keys(PAIRS) as Asymmetric[];
const INVALID: TokenVerdict = { ok: false, code: 'token_invalid' };

function sign(alg: string, key: KeyObject | Uint8Array, claims: JWTPayload = CLAIMS, kid?: string): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg, ...(kid !== undefined && { kid }) }).sign(key);
}

const hs256 = (claims: JWTPayload = CLAIMS, secret = SECRET) => sign('HS256', Buffer.from(secret), claims);

/** A token put together by hand, for headers that no library would sign. */
function handmade(header: unknown, claims: unknown, secret?: string): string {
  const parts = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  const signature =
    secret === undefined ? '' : createHmac('sha256', secret).update(parts.join('.')).digest('base64url');
  return [...parts, signature].join('.');
}

describe('A token signed with the shared secret (7.10)', () => {
  const verifier = new TokenVerifier({ secret: SECRET });
  const verify = (token: string, room = 'lobby') => verifier.verify(token, room, Date.now());

  it('shows who its holder is', async () => {
    expect(await verify(await hs256())).toEqual({
      ok: true,
      identity: { id: 'u1', name: 'Ann', role: 'member', by: 'token', expiresMs: (NOW_S + 3600) * 1000 },
    });
  });

  it('gives each role it names, and no other', async () => {
    for (const role of ['guest', 'member', 'paid', 'moderator', 'owner']) {
      expect(await verify(await hs256({ ...CLAIMS, role }))).toMatchObject({ identity: { role } });
    }
    for (const role of ['admin', 'Owner', '', 7, ['owner'], '__proto__']) {
      expect(await verify(await hs256({ ...CLAIMS, role }))).toEqual(INVALID);
    }
  });

  it('is for the rooms it names: one, a list, or all', async () => {
    const rooms = ['lobby', ['hall', 'lobby'], '*', ['*'], undefined];
    for (const room of rooms) expect(await verify(await hs256({ ...CLAIMS, room }))).toMatchObject({ ok: true });
    const others = ['hall', ['hall'], [], '', 'LOBBY', 'lobb*', 7, [7], { lobby: true }];
    for (const room of others) expect(await verify(await hs256({ ...CLAIMS, room }))).toEqual(INVALID);
  });

  it('names its holder by the id where it has no name, and cleans what it names', async () => {
    const nameIn = async (claims: JWTPayload) => {
      const verdict = await verify(await hs256({ ...claims, exp: NOW_S + 3600 }));
      return verdict.ok ? verdict.identity.name : verdict.code;
    };
    expect(await nameIn({ sub: 'u1' })).toBe('u1');
    expect(await nameIn({ sub: 'u1', name: '\u202eevil\n\u0007 name' })).toBe('evil name');
    expect(await nameIn({ sub: 'u1', name: '\u200b' })).toBe('u1');
    expect(await nameIn({ sub: '\u200b', name: '\u200b' })).toBe('Member');
  });

  it.each([
    { sub: undefined },
    { sub: '' },
    { sub: 7 },
    { sub: 'x'.repeat(65) },
    { name: 7 },
    { name: 'x'.repeat(65) },
  ])('is refused with the claims %j', async (claims) => {
    expect(await verify(await hs256({ ...CLAIMS, ...(claims as JWTPayload) }))).toEqual(INVALID);
  });

  it('needs an end, and is good for 30 s after it', async () => {
    expect(await verify(await hs256({ sub: 'u1' }))).toEqual(INVALID);
    expect(await verify(await hs256({ sub: 'u1', exp: NOW_S - 20 }))).toMatchObject({ ok: true });
    expect(await verify(await hs256({ sub: 'u1', exp: NOW_S - 40 }))).toEqual({ ok: false, code: 'token_expired' });
  });

  it('ends although it was verified before', async () => {
    const token = await hs256({ sub: 'u1', exp: NOW_S + 60 });
    expect(await verify(token)).toMatchObject({ ok: true });
    const laterMs = (NOW_S + 91) * 1000;
    expect(await verifier.verify(token, 'lobby', laterMs)).toEqual({ ok: false, code: 'token_expired' });
  });

  it('is not good before its time', async () => {
    expect(await verify(await hs256({ ...CLAIMS, nbf: NOW_S + 600 }))).toMatchObject({ ok: false });
    expect(await verify(await hs256({ ...CLAIMS, nbf: NOW_S + 10 }))).toMatchObject({ ok: true });
  });

  it.each([
    ['another secret', () => hs256(CLAIMS, `${SECRET}!`)],
    ['no algorithm', () => handmade({ alg: 'none' }, CLAIMS)],
    ['no algorithm but a signature', () => handmade({ alg: 'none' }, CLAIMS, SECRET)],
    ['an algorithm of another case', () => handmade({ alg: 'hs256' }, CLAIMS, SECRET)],
    ['an algorithm it does not name', () => handmade({}, CLAIMS, SECRET)],
    ['a stronger algorithm than agreed', () => sign('HS512', Buffer.from(SECRET.repeat(2)))],
    ['an empty signature', () => handmade({ alg: 'HS256' }, CLAIMS)],
    ['a private key', () => sign('RS256', PAIRS.RS256.privateKey)],
    ['two parts', () => 'e30.e30'],
    ['nothing', () => ''],
    ['junk', () => 'Bearer x.y.z'],
    ['a header that is no JSON', () => `${Buffer.from('{').toString('base64url')}.e30.e30`],
    ['more characters than a token has', () => 'x'.repeat(4000)],
  ])('is refused with %s', async (_name, make) => {
    expect(await verify(await make())).toEqual(INVALID);
  });

  it('is refused when its claims are changed', async () => {
    const [header, , signature] = (await hs256()).split('.');
    const payload = Buffer.from(JSON.stringify({ ...CLAIMS, role: 'owner' })).toString('base64url');
    expect(await verify(`${header}.${payload}.${signature}`)).toEqual(INVALID);
  });
});

describe.each(ASYMMETRIC)('A token signed for a public key with %s (7.10)', (alg) => {
  it('is verified by that key and no other', async () => {
    const verifier = new TokenVerifier({ publicKey: await exportSPKI(PAIRS[alg].publicKey) });
    const token = await sign(alg, PAIRS[alg].privateKey);
    expect(await verifier.verify(token, 'lobby', Date.now())).toMatchObject({ ok: true, identity: { id: 'u1' } });
    for (const other of ASYMMETRIC.filter((name) => name !== alg)) {
      expect(await verifier.verify(await sign(other, PAIRS[other].privateKey), 'lobby', Date.now())).toEqual(INVALID);
    }
  });

  it('is refused when the public key was taken for a secret', async () => {
    const publicKey = await exportSPKI(PAIRS[alg].publicKey);
    const confused = handmade({ alg: 'HS256', typ: 'JWT' }, CLAIMS, publicKey);
    for (const keys of [{ publicKey }, { publicKey, secret: SECRET }]) {
      expect(await new TokenVerifier(keys).verify(confused, 'lobby', Date.now())).toEqual(INVALID);
    }
  });

  it('is refused without an end', async () => {
    const verifier = new TokenVerifier({ publicKey: await exportSPKI(PAIRS[alg].publicKey) });
    const token = await sign(alg, PAIRS[alg].privateKey, { sub: 'u1' });
    expect(await verifier.verify(token, 'lobby', Date.now())).toEqual(INVALID);
  });
});

it('A secret and a public key stand side by side, each for its own algorithm (7.10)', async () => {
  const verifier = new TokenVerifier({ secret: SECRET, publicKey: await exportSPKI(PAIRS.ES256.publicKey) });
  const tokens = [await hs256(), await sign('ES256', PAIRS.ES256.privateKey)];
  for (const token of tokens) expect(await verifier.verify(token, 'lobby', Date.now())).toMatchObject({ ok: true });
});

it('A key that can’t be read is told at once', () => {
  expect(() => new TokenVerifier({ publicKey: '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----' })).toThrow(
    /key/i,
  );
});

describe('A token signed for a key set (7.10)', () => {
  let server: Server;
  let keys: JWK[] = [];
  let fetched = 0;
  let verifier: TokenVerifier;

  const published = async (alg: Asymmetric, kid: string): Promise<JWK> => ({
    ...(await exportJWK(PAIRS[alg].publicKey)),
    kid,
    alg,
    use: 'sig',
  });

  beforeAll(async () => {
    server = createServer((_request, response) => {
      fetched += 1;
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    verifier = new TokenVerifier({ jwksUrl: `http://127.0.0.1:${port}/keys` });
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const verify = (token: string) => verifier.verify(token, 'lobby', Date.now());

  it('is verified by the key it names, which is fetched once', async () => {
    keys = await Promise.all(ASYMMETRIC.map((alg) => published(alg, alg)));
    for (const alg of ASYMMETRIC) {
      expect(await verify(await sign(alg, PAIRS[alg].privateKey, CLAIMS, alg))).toMatchObject({ ok: true });
    }
    expect(fetched).toBe(1);
  });

  it('is refused when it names a key of another kind, one that is not there, or a secret', async () => {
    const before = fetched;
    expect(await verify(await sign('RS256', PAIRS.RS256.privateKey, CLAIMS, 'ES256'))).toEqual(INVALID);
    expect(await verify(await sign('ES256', PAIRS.ES256.privateKey, CLAIMS, 'unknown'))).toEqual(INVALID);
    expect(
      await verify(handmade({ alg: 'HS256', kid: 'RS256' }, CLAIMS, await exportSPKI(PAIRS.RS256.publicKey))),
    ).toEqual(INVALID);
    expect(await verify(handmade({ alg: 'none', kid: 'RS256' }, CLAIMS))).toEqual(INVALID);
    expect(fetched - before).toBeLessThanOrEqual(1);
  });

  it('is refused, not waited for, when it brings keys of its own', async () => {
    const jwk = await exportJWK(PAIRS.ES256.publicKey);
    const header = { alg: 'ES256', jwk, jku: 'http://127.0.0.1:1/keys', kid: 'unknown' };
    const token = await new SignJWT(CLAIMS).setProtectedHeader(header).sign(PAIRS.ES256.privateKey);
    expect(await verify(token)).toEqual(INVALID);
  });

  it('hears of new keys', async () => {
    const fresh = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    keys = [{ ...(await exportJWK(fresh.publicKey)), kid: 'rotated', alg: 'ES256' }];
    const { port } = server.address() as AddressInfo;
    const late = new TokenVerifier({ jwksUrl: `http://127.0.0.1:${port}/keys` });
    const token = await sign(
      'ES256',
      createPrivateKey(fresh.privateKey.export({ type: 'pkcs8', format: 'pem' })),
      CLAIMS,
      'rotated',
    );
    expect(await late.verify(token, 'lobby', Date.now())).toMatchObject({ ok: true });
  });

  it('is told to try again while the key set can’t be read', async () => {
    const away = new TokenVerifier({ jwksUrl: 'http://127.0.0.1:1/keys' });
    expect(
      await away.verify(await sign('ES256', PAIRS.ES256.privateKey, CLAIMS, 'ES256'), 'lobby', Date.now()),
    ).toEqual({ ok: false, code: 'overloaded' });
  });
});

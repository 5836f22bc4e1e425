import { generateKeyPairSync } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGzip } from 'node:zlib';
import { SignJWT, exportJWK, type JWK } from 'jose';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { KeySet, KeysAway } from './key-set.ts';

const PAIRS = [generateKeyPairSync('ec', { namedCurve: 'P-256' }), generateKeyPairSync('ec', { namedCurve: 'P-256' })];
const MINUTE_MS = 60_000;

let server: Server;
let keys: JWK[];
let answer: RequestListener;
let fetched: number;
let authorization: string | undefined;
let nowMs: number;

beforeEach(async () => {
  [keys, fetched, nowMs] = [[await jwk(0)], 0, Date.now()];
  answer = (_request, response) => response.end(JSON.stringify({ keys }));
  server = createServer((request, response) => {
    fetched += 1;
    ({ authorization } = request.headers);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

async function jwk(index: number): Promise<JWK> {
  const pair = PAIRS[index];
  return { ...(pair && (await exportJWK(pair.publicKey))), kid: `k${index}`, alg: 'ES256' };
}

function token(index: number, sub = 'ann'): Promise<string> {
  const key = PAIRS[index]?.privateKey;
  if (!key) throw new Error('no such key');
  const claims = { sub, exp: Math.floor(nowMs / 1000) + 36_000 };
  return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: `k${index}` }).sign(key);
}

function newSet(user = ''): KeySet {
  const { port } = server.address() as AddressInfo;
  const options = { algorithms: ['ES256'], leewaySeconds: 30, clock: () => nowMs };
  return new KeySet(new URL(`http://${user}127.0.0.1:${port}/keys`), options);
}

it('7.10: keys are fetched once for many tokens, and now and then again', async () => {
  const set = newSet();
  const tokens = [await token(0, 'ann'), await token(0, 'bob'), await token(0, 'ann')];
  expect((await Promise.all(tokens.map((one) => set.verify(one)))).map(({ sub }) => sub)).toEqual([
    'ann',
    'bob',
    'ann',
  ]);
  expect(fetched).toBe(1);
  nowMs += 11 * MINUTE_MS;
  await set.verify(await token(0));
  await expect.poll(() => fetched).toBe(2);
});

it('7.10: a new key is heard of when a token names it, and an old one that is gone is good no more', async () => {
  const set = newSet();
  const old = await token(0);
  await set.verify(old);
  keys = [await jwk(1)];
  nowMs += MINUTE_MS;
  expect(await set.verify(await token(1))).toMatchObject({ sub: 'ann' });
  await expect(set.verify(old)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
});

it('7.10: tokens that name unknown keys do not make us ask more than once in five seconds', async () => {
  const set = newSet();
  for (let count = 0; count < 20; count += 1) {
    await expect(set.verify(await token(1))).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
    nowMs += 500;
  }
  expect(fetched).toBeLessThanOrEqual(3);
});

it.each([
  ['is gone', (_request, response) => response.destroy()],
  ['answers an error', (_request, response) => response.writeHead(500).end('{"keys":[]}')],
  ['answers nonsense', (_request, response) => response.end('<html>')],
  ['answers what is no key set', (_request, response) => response.end('{"keys":7}')],
  ['sends us elsewhere', (_request, response) => response.writeHead(302, { location: '/other' }).end()],
] satisfies [string, RequestListener][])('7.10: known keys stay good while the key server %s', async (_how, broken) => {
  const set = newSet();
  await set.verify(await token(0));
  answer = broken;
  nowMs += 11 * MINUTE_MS;
  expect(await set.verify(await token(0, 'bob'))).toMatchObject({ sub: 'bob' });
  await expect.poll(() => fetched).toBe(2);
  nowMs += MINUTE_MS;
  expect(await set.verify(await token(0, 'cyd'))).toMatchObject({ sub: 'cyd' });
});

it('7.10: without any keys nobody can tell, and the next token tries again', async () => {
  const set = newSet();
  const works = answer;
  answer = (_request, response) => response.destroy();
  await expect(set.verify(await token(0))).rejects.toBeInstanceOf(KeysAway);
  answer = works;
  await expect(set.verify(await token(0))).rejects.toBeInstanceOf(KeysAway);
  nowMs += MINUTE_MS;
  expect(await set.verify(await token(0))).toMatchObject({ sub: 'ann' });
});

it.each(['plain', 'gzip'])('7.10: a key server whose %s answer has no end is heard out to a bound', async (form) => {
  const set = newSet();
  await set.verify(await token(0));
  let sentBytes = 0;
  const ended = new Promise<void>((resolve) => {
    answer = (_request, response) => {
      response.on('close', resolve);
      const body = form === 'gzip' ? createGzip() : response;
      if (body !== response) body.pipe(response.setHeader('content-encoding', 'gzip'));
      const piece = Buffer.from(' '.repeat(65_536));
      const go = () => {
        while (!response.destroyed && body.write(piece)) sentBytes += piece.length;
        sentBytes += piece.length;
      };
      body.on('drain', go);
      go();
    };
  });
  nowMs += 11 * MINUTE_MS;
  expect(await set.verify(await token(0, 'bob'))).toMatchObject({ sub: 'bob' });
  // It hangs up long before its patience ends, which is seconds and gigabytes later.
  await ended;
  expect(sentBytes).toBeLessThan(50_000_000);
  nowMs += MINUTE_MS;
  expect(await set.verify(await token(0, 'cyd'))).toMatchObject({ sub: 'cyd' });
});

it('a user and password in the address travel as a header', async () => {
  await newSet('us%40er:pa%3Ass@').verify(await token(0));
  expect(authorization).toBe(`Basic ${Buffer.from('us@er:pa:ss').toString('base64')}`);
});

it('7.10: who brings a new key while it is being fetched already waits for it', async () => {
  const set = newSet();
  await set.verify(await token(0));
  keys = [await jwk(1)];
  nowMs += MINUTE_MS;
  const tokens = [await token(1, 'ann'), await token(1, 'bob'), await token(1, 'cyd')];
  expect((await Promise.all(tokens.map((one) => set.verify(one)))).map(({ sub }) => sub)).toEqual([
    'ann',
    'bob',
    'cyd',
  ]);
  expect(fetched).toBe(2);
});

import { execFile } from 'node:child_process';
import { createSign, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, join, socketUrl } from '../client.ts';
import { startGateway, type Gateway } from '../harness.ts';
import { call, expectProblem } from '../http.ts';
import { SECRET, sign, tokenOf } from './people.ts';

const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PUBLIC_PEM = RSA.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const folder = mkdtempSync(joinPath(tmpdir(), 'danmaku-tokens-'));

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ JWT_SECRET: SECRET, JWT_PUBLIC_KEY: PUBLIC_PEM });
});
afterAll(async () => {
  await gateway.stop();
  rmSync(folder, { recursive: true });
});

const now = () => Math.floor(Date.now() / 1000);
const HS = { alg: 'HS256', typ: 'JWT' };
const good = () => ({ sub: 'eve', role: 'owner', exp: now() + 600 });
const parts = (token: string) => token.split('.');
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const flip = (text: string) => (text.startsWith('A') ? `B${text.slice(1)}` : `A${text.slice(1)}`);

function rs256(claims: unknown, header: unknown = { alg: 'RS256' }): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createSign('sha256').update(signed).sign(RSA.privateKey).toString('base64url')}`;
}

const FORGED: Readonly<Record<string, () => string>> = {
  'another secret': () => sign(HS, good(), `${SECRET}x`),
  'an empty secret': () => sign(HS, good(), ''),
  'the public key as secret': () => sign(HS, good(), PUBLIC_PEM),
  'the public key without its last line end': () => sign(HS, good(), PUBLIC_PEM.trim()),
  'alg none': () => `${encode({ alg: 'none' })}.${encode(good())}.`,
  'alg None': () => `${encode({ alg: 'None' })}.${encode(good())}.`,
  'alg none with a signature': () => sign({ alg: 'none' }, good()),
  'alg hs256': () => sign({ alg: 'hs256' }, good()),
  'alg HS384': () => sign({ alg: 'HS384' }, good()),
  'alg HS512': () => sign({ alg: 'HS512' }, good()),
  'alg PS256': () => rs256(good(), { alg: 'PS256' }),
  'alg RS256 signed by the secret': () => sign({ alg: 'RS256' }, good()),
  'alg HS256 signed by a private key': () => rs256(good(), HS),
  'alg that is a list': () => sign({ alg: ['HS256'] }, good()),
  'no alg': () => sign({ typ: 'JWT' }, good()),
  'a critical header': () => sign({ ...HS, crit: ['b64'], b64: false }, good()),
  'a signature of other claims': () => [...parts(sign(HS, good())).slice(0, 1), encode({ ...good(), sub: 'root' }), parts(sign(HS, good()))[2]].join('.'),
  'a changed signature': () => { const [a, b, c = ''] = parts(sign(HS, good())); return `${a}.${b}.${flip(c)}`; },
  'half a signature': () => sign(HS, good()).slice(0, -20),
  'no signature': () => `${parts(sign(HS, good())).slice(0, 2).join('.')}.`,
  'four parts': () => `${sign(HS, good())}.x`,
  'no end': () => sign(HS, { sub: 'eve' }),
  'an end that is a text': () => sign(HS, { ...good(), exp: `${now() + 600}` }),
  'an end that is no number': () => sign(HS, { ...good(), exp: null }),
  'a start to come': () => sign(HS, { ...good(), nbf: now() + 600 }),
  'no user': () => sign(HS, { exp: now() + 600 }),
  'a user that is a list': () => sign(HS, { ...good(), sub: ['eve'] }),
  'a role that there is not': () => sign(HS, { ...good(), role: 'admin' }),
  'another room': () => sign(HS, { ...good(), room: 'elsewhere' }),
  'claims that are a list': () => sign(HS, ['eve']),
  'claims that are no JSON': () => { const bad = `${encode(HS)}.${Buffer.from('{').toString('base64url')}`; return `${bad}.x`; },
  'a guest’s mark without a signature': () => `guest.${encode({ sub: 'eve', name: 'Eve', exp: Date.now() + 1e6 })}.x`,
  'a guest’s mark signed by the secret': () => { const claims = encode({ sub: 'eve', name: 'Eve', exp: Date.now() + 1e6 }); return `guest.${claims}.${parts(sign(HS, good()))[2]}`; },
}; // prettier-ignore

const STALE: Readonly<Record<string, () => string>> = {
  'ended a minute ago': () => sign(HS, { ...good(), exp: now() - 60 }),
  'ended in 1970': () => sign(HS, { ...good(), exp: 0 }),
  'ended, signed by the private key': () => rs256({ ...good(), exp: now() - 60 }),
};

describe('A token that is none (7.10)', () => {
  it.each(Object.keys(FORGED))('with %s is refused as token_invalid', async (kind) => {
    const token = FORGED[kind]?.() ?? '';
    expectProblem(await call(gateway, 'GET', '/v1/rooms/lobby', { bearer: token }), 401, 'token_invalid');
    const client = await join(gateway, 'lobby');
    const before = (await client.welcome()).you;
    client.send({ type: 'auth', token });
    expect(await client.take('refused')).toMatchObject({ code: 'token_invalid' });
    // The connection stays what it was.
    expect(await client.post({ ref: '1', text: `by ${before.id}` })).toMatchObject({ type: 'ack' });
    expect((await client.sees(`by ${before.id}`)).user).toEqual({ id: before.id, name: before.name });
    await client.close();
    expect((await new Client(socketUrl(gateway, 'lobby'), { bearer: token }).closed).code).toBe(4401);
  });

  it.each(Object.keys(STALE))('that has %s is refused as token_expired', async (kind) => {
    const token = STALE[kind]?.() ?? '';
    expectProblem(await call(gateway, 'GET', '/v1/rooms/lobby', { bearer: token }), 401, 'token_expired');
    const client = await join(gateway, 'lobby');
    client.send({ type: 'auth', token });
    expect(await client.take('refused')).toMatchObject({ code: 'token_expired' });
    await client.close();
  });
});

describe('A token in use (3.2)', () => {
  it('is renewed in place by auth, and its holder falls back to a guest when it has ended', async () => {
    const ending = (seconds: number) => tokenOf('ann', 'moderator', { exp: now() + seconds });
    const [renewed, forgotten] = [
      await join(gateway, 'lobby', { bearer: ending(-28) }),
      await join(gateway, 'lobby', { bearer: ending(-28) }),
    ];
    renewed.send({ type: 'auth', token: ending(600) });
    expect((await renewed.take('you')).you).toMatchObject({ id: 'ann', role: 'moderator' });
    const { you } = await forgotten.take('you');
    expect(you).toMatchObject({ role: 'guest', can: ['read', 'post'] });
    expect(you.id).not.toBe('ann');
    await renewed.post({ ref: '1', text: 'still me' });
    expect((await renewed.sees('still me')).user.id).toBe('ann');
  });

  it('that ends where guests may not be ends the connection with 4401', async () => {
    const body = { guests: 'none' };
    const bearer = tokenOf('boss', 'owner');
    await call(gateway, 'PATCH', '/v1/rooms/members/settings', { body, bearer });
    const member = await join(gateway, 'members', { bearer: tokenOf('ann', 'member', { exp: now() - 29 }) });
    expect((await member.closed).code).toBe(4401);
  });
});

describe('npm run token (7.10)', () => {
  const tool = fileURLToPath(new URL('../../tools/token.mjs', import.meta.url));
  const run = async (args: readonly string[], env: Record<string, string> = {}) => {
    const { stdout } = await promisify(execFile)(process.execPath, [tool, ...args], { env });
    return stdout.trim();
  };

  it('makes tokens that the gateway takes, with the secret or a private key', async () => {
    const key = joinPath(folder, 'key.pem');
    writeFileSync(key, RSA.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const tokens = [
      await run(['--sub', 'ann', '--name', 'Ann', '--role', 'moderator', '--room', 'lobby'], { JWT_SECRET: SECRET }),
      await run(['--secret', SECRET, '--sub', 'ann', '--name', 'Ann', '--role', 'moderator', '--seconds', '60']),
      await run(['--key', key, '--sub', 'ann', '--name', 'Ann', '--role', 'moderator']),
    ];
    for (const bearer of tokens) {
      const client = await join(gateway, 'lobby', { bearer });
      expect((await client.welcome()).you).toMatchObject({ id: 'ann', name: 'Ann', role: 'moderator' });
      await client.close();
    }
    expectProblem(await call(gateway, 'GET', '/v1/rooms/hall', { bearer: tokens[0] ?? '' }), 401, 'token_invalid');
  });

  it.each([
    [['--sub', 'ann'], /--secret: give/],
    [['--secret', 'short', '--sub', 'ann'], /fewer than 32/],
    [['--secret', SECRET], /--sub/],
    [['--secret', SECRET, '--sub', 'ann', '--role', 'king'], /--role: must be one of/],
    [['--secret', SECRET, '--sub', 'ann', '--seconds', '1h'], /--seconds/],
    [['--secret', SECRET, '--sub', 'ann', '--nonsense'], /nonsense/],
  ])('says what is wrong with %j, and not the secret', async (args, sentence) => {
    const failed = await run(args).catch((error: unknown) => error as { stderr: string; code: number });
    expect(failed).toMatchObject({ code: 2, stderr: expect.stringMatching(sentence) as string });
    expect(JSON.stringify(failed)).not.toMatch(/at .*token.mjs/);
  });
});

import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Client, join, socketUrl } from '../client.ts';
import { GatewayProcess, startGateway, type Gateway } from '../harness.ts';
import { RawSocket, call } from '../http.ts';
import { RedisServer } from '../redis/redis-server.ts';
import { RIGHTS } from '../redis/rights.ts';
import { sign } from './people.ts';

/** One round by default; `SECRETS_SECONDS=600 npx vitest run gateway/test/moderation/secrets` goes on for ten minutes. */
const SECONDS = Number(process.env['SECRETS_SECONDS'] ?? 0);

/** Every one is found nowhere but where it was planted. */
const planted = (name: string) => `${name}-${randomBytes(12).toString('hex')}`;
const SECRETS = {
  jwt: planted('jwt-secret-of-the-deployment'),
  redisPassword: planted('redis-password'),
  keyOne: planted('server-key-one'),
  keyTwo: planted('server-key-two'),
  metrics: planted('metrics-key'),
  hook: planted('hook-secret'),
  keySetUser: planted('user'),
  keySetPassword: planted('password'),
  keySetQuery: planted('query'),
  hookQuery: planted('hook-query'),
  wrongKey: planted('a-wrong-key'),
  wrongToken: planted('a.wrong.token'),
  urlToken: planted('token-in-a-url'),
  subprotocol: planted('token-as-a-subprotocol'),
  cookie: planted('cookie'),
  ref: planted('ref'),
  comment: planted('what somebody said'),
  refused: planted('what somebody was not let say'),
  blocked: planted('word'),
  reason: planted('reason'),
  pattern: planted('second-word'),
};

/** Moderators may read the words and reasons that they wrote; nobody else, and no log, ever. */
const READABLE = new Set<keyof typeof SECRETS>(['blocked', 'reason', 'pattern']);

let hook: Server;
let redis: RedisServer;
let gateway: Gateway;
const leaks = new Set<string>();
const tokens: string[] = [];

beforeAll(async () => {
  hook = createServer((_request, response) => response.writeHead(500).end(SECRETS.hook));
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  const { port } = hook.address() as AddressInfo;
  redis = await RedisServer.start({
    setUp: [['ACL', 'SETUSER', 'gateway', 'on', `>${SECRETS.redisPassword}`, ...RIGHTS]],
  });
  gateway = await startGateway({
    LOG_LEVEL: 'debug',
    JWT_SECRET: SECRETS.jwt,
    API_KEYS: `${SECRETS.keyOne},${SECRETS.keyTwo}`,
    METRICS_KEY: SECRETS.metrics,
    REDIS_URL: `redis://gateway:${SECRETS.redisPassword}@127.0.0.1:${redis.port}`,
    HOOK_URL: `http://127.0.0.1:${port}/?key=${SECRETS.hookQuery}`,
    HOOK_SECRET: SECRETS.hook,
    HOOK_ALLOW_PRIVATE: '1',
    JWKS_URL: `http://${SECRETS.keySetUser}:${SECRETS.keySetPassword}@127.0.0.1:1/keys?key=${SECRETS.keySetQuery}`,
  });
});
afterAll(async () => {
  await redis.stop();
  await new Promise((resolve) => hook.close(resolve));
});

/** Notes every secret, and every part of a token, that stands in `told`. */
function look(where: string, told: string): void {
  for (const [name, secret] of Object.entries(SECRETS)) {
    const mayStand = where === 'an answer' && READABLE.has(name as keyof typeof SECRETS);
    if (!mayStand && told.includes(secret)) leaks.add(`${name} in ${where}`);
  }
  for (const token of tokens) {
    for (const part of token.split('.').slice(1)) if (told.includes(part)) leaks.add(`a token in ${where}`);
  }
}

async function ask(method: string, path: string, bearer: string | null, body?: unknown): Promise<void> {
  const headers = { cookie: `session=${SECRETS.cookie}`, 'user-agent': SECRETS.cookie };
  const answer = await call(gateway, method, path, { bearer, headers, ...(body !== undefined && { body }) });
  look('an answer', answer.text + JSON.stringify([...answer.headers]));
}

/** Plants each secret wherever somebody might put it. */
async function round(): Promise<void> {
  const exp = Math.floor(Date.now() / 1000) + 600;
  const good = sign({ alg: 'HS256' }, { sub: 'ann', exp }, SECRETS.jwt);
  const ended = sign({ alg: 'HS256' }, { sub: 'ann', exp: 1 }, SECRETS.jwt);
  const foreign = sign({ alg: 'ES256', kid: 'x' }, { sub: 'ann', exp }, SECRETS.wrongKey);
  tokens.splice(0, tokens.length, good, ended, foreign);
  const room = '/v1/rooms/lobby';
  for (const bearer of [good, ended, foreign, SECRETS.keyOne, SECRETS.wrongKey, SECRETS.wrongToken, SECRETS.jwt]) {
    await ask('GET', `${room}?token=${SECRETS.urlToken}&access_token=${good}`, bearer);
    await ask('GET', `/v1/rooms/${SECRETS.urlToken}!/comments`, bearer);
    await ask('GET', '/metrics', bearer);
    await ask('PUT', `${room}/words`, bearer, { words: [SECRETS.blocked, SECRETS.pattern] });
    await ask('PUT', `${room}/sanctions/eve`, bearer, { kind: 'mute', reason: SECRETS.reason });
    await ask('PATCH', `${room}/settings`, bearer, `{"broken": "${SECRETS.urlToken}`);
    await ask('GET', `/moderate/lobby?token=${good}`, bearer);
    const headers = { headers: { authorization: `Basic ${bearer}` } };
    look('an answer', (await call(gateway, 'GET', room, { bearer: null, ...headers })).text);
    const client = new Client(`${socketUrl(gateway, 'lobby')}?token=${bearer}`, {
      bearer,
      protocols: ['danmaku.v1.json', SECRETS.subprotocol],
    });
    await Promise.race([client.closed, client.welcome().catch(() => undefined)]);
    client.socket.terminate();
  }
  const client = await join(gateway, 'lobby');
  for (const token of [...tokens, SECRETS.wrongToken, SECRETS.jwt]) client.send({ type: 'auth', token });
  client.send(`{"type":"auth","token":"${SECRETS.urlToken}`);
  await client.post({ ref: '1', text: SECRETS.comment });
  await client.post({ ref: '2', text: `${SECRETS.refused} ${SECRETS.blocked}` });
  await client.post({ ref: '3', text: SECRETS.refused.repeat(20) });
  await client.post({ ref: SECRETS.ref, text: SECRETS.refused.repeat(20) });
  await client.settle();
  const raw = new RawSocket(gateway);
  raw.write(
    `GET /${SECRETS.urlToken} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${good}\r\nBroken ${SECRETS.wrongKey}\r\n\r\n`,
  );
  await raw.closed;
  look('an answer', raw.received);
  const told = client.messages.filter(({ type }) => type !== 'comments' && type !== 'welcome' && type !== 'ack');
  look('a message', JSON.stringify(told).replaceAll(`"ref":"${SECRETS.ref}"`, ''));
  const { text: metrics } = await call(gateway, 'GET', '/metrics', { bearer: SECRETS.metrics });
  expect(metrics).toContain('danmaku_posts_total');
  look('the metrics', metrics);
  await client.close();
}

it(
  'no secret, token or comment stands in a log line, a metric, an error or an answer to somebody else',
  async () => {
    expect(Object.keys(SECRETS).length).toBeGreaterThanOrEqual(20);
    const endMs = Date.now() + SECONDS * 1000;
    let rounds = 0;
    do {
      await round();
      rounds += 1;
    } while (Date.now() < endMs);
    // What it says when it can't even start, and when its broker is gone.
    const started = { HOST: '127.0.0.1', API_KEYS: SECRETS.keyOne, HOOK_SECRET: SECRETS.hook };
    const wrongPassword = `redis://gateway:${SECRETS.wrongKey}@127.0.0.1:${redis.port}`;
    for (const wrong of [
      { METRICS_KEY: 'x', JWT_SECRET: 'y', PORT: '-1' },
      { PORT: '0', REDIS_URL: wrongPassword },
    ]) {
      const failing = new GatewayProcess({ ...started, ...wrong });
      const { code, stderr } = await failing.exited;
      expect(code).not.toBe(0);
      look('an error', [stderr, ...failing.lines].join('\n'));
    }
    await redis.kill();
    await gateway.logged('Redis is away: rooms live on this gateway until it is back');
    const [good = ''] = tokens;
    for (const bearer of [good, SECRETS.keyOne]) await ask('PUT', '/v1/rooms/away/words', bearer, { words: ['x'] });
    await gateway.stop();
    expect(gateway.lines.length).toBeGreaterThan(2);
    look('the log', gateway.lines.join('\n'));
    console.log(`${Object.keys(SECRETS).length} secrets, ${rounds} rounds, ${gateway.lines.length} lines of log`);
    expect([...leaks]).toEqual([]);
  },
  60_000 + SECONDS * 1500,
);

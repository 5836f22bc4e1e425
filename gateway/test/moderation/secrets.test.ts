import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Client, join, socketUrl } from '../client.ts';
import { GatewayProcess, startGateway, type Gateway } from '../harness.ts';
import { RawSocket, call } from '../http.ts';
import { sign } from './people.ts';

/** Every one is found nowhere but where it was planted. */
const planted = (name: string) => `${name}-${randomBytes(12).toString('hex')}`;
const SECRETS = {
  jwt: planted('jwt-secret-of-the-deployment'),
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
  comment: planted('what somebody said'),
  refused: planted('what somebody was not let say'),
  blocked: planted('word'),
  reason: planted('reason'),
};

let hook: Server;
let gateway: Gateway;
const answers: string[] = [];
const tokens: string[] = [];

beforeAll(async () => {
  hook = createServer((_request, response) => response.writeHead(500).end(SECRETS.hook));
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  const { port } = hook.address() as AddressInfo;
  gateway = await startGateway({
    LOG_LEVEL: 'debug',
    JWT_SECRET: SECRETS.jwt,
    API_KEYS: `${SECRETS.keyOne},${SECRETS.keyTwo}`,
    METRICS_KEY: SECRETS.metrics,
    HOOK_URL: `http://127.0.0.1:${port}/?key=${SECRETS.hookQuery}`,
    HOOK_SECRET: SECRETS.hook,
    HOOK_ALLOW_PRIVATE: '1',
    JWKS_URL: `http://${SECRETS.keySetUser}:${SECRETS.keySetPassword}@127.0.0.1:1/keys?key=${SECRETS.keySetQuery}`,
  });
});
afterAll(() => new Promise((resolve) => hook.close(resolve)));

async function ask(method: string, path: string, bearer: string | null, body?: unknown): Promise<void> {
  const answer = await call(gateway, method, path, { bearer, ...(body !== undefined && { body }) });
  answers.push(answer.text, JSON.stringify([...answer.headers]));
}

it('no secret, token or comment stands in a log line, a metric, an error or an answer to somebody else', async () => {
  const exp = Math.floor(Date.now() / 1000) + 600;
  const good = sign({ alg: 'HS256' }, { sub: 'ann', exp }, SECRETS.jwt);
  const ended = sign({ alg: 'HS256' }, { sub: 'ann', exp: 1 }, SECRETS.jwt);
  const foreign = sign({ alg: 'ES256', kid: 'x' }, { sub: 'ann', exp }, SECRETS.wrongKey);
  tokens.push(good, ended, foreign);
  const room = '/v1/rooms/lobby';
  for (const bearer of [good, ended, foreign, SECRETS.keyOne, SECRETS.wrongKey, SECRETS.wrongToken, SECRETS.jwt]) {
    await ask('GET', `${room}?token=${SECRETS.urlToken}&access_token=${good}`, bearer);
    await ask('GET', `/v1/rooms/${SECRETS.urlToken}!/comments`, bearer);
    await ask('GET', '/metrics', bearer);
    await ask('PUT', `${room}/words`, bearer, { words: [SECRETS.blocked] });
    await ask('PUT', `${room}/sanctions/eve`, bearer, { kind: 'mute', reason: SECRETS.reason });
    await ask('PATCH', `${room}/settings`, bearer, `{"broken": "${SECRETS.urlToken}`);
    const headers = { headers: { authorization: `Basic ${bearer}` } };
    answers.push((await call(gateway, 'GET', room, { bearer: null, ...headers })).text);
    const client = new Client(`${socketUrl(gateway, 'lobby')}?token=${bearer}`, { bearer });
    await Promise.race([client.closed, client.welcome().catch(() => undefined)]);
    client.socket.terminate();
  }
  const client = await join(gateway, 'lobby');
  for (const token of [...tokens, SECRETS.wrongToken, SECRETS.jwt]) client.send({ type: 'auth', token });
  client.send(`{"type":"auth","token":"${SECRETS.urlToken}`);
  await client.post({ ref: '1', text: SECRETS.comment });
  await client.post({ ref: '2', text: `${SECRETS.refused} ${SECRETS.blocked}` });
  await client.post({ ref: '3', text: SECRETS.refused.repeat(20) });
  await client.settle();
  const raw = new RawSocket(gateway);
  raw.write(
    `GET /${SECRETS.urlToken} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${good}\r\nBroken ${SECRETS.wrongKey}\r\n\r\n`,
  );
  await raw.closed;
  answers.push(raw.received, JSON.stringify(client.messages.filter(({ type }) => type !== 'comments')));
  const { text: metrics } = await call(gateway, 'GET', '/metrics', { bearer: SECRETS.metrics });
  expect(metrics).toContain('danmaku_posts_total');
  await client.close();
  await gateway.stop();
  const started = new GatewayProcess({
    API_KEYS: SECRETS.keyOne,
    METRICS_KEY: 'x',
    JWT_SECRET: 'y',
    HOOK_SECRET: SECRETS.hook,
    PORT: '-1',
  });
  const { stderr } = await started.exited;
  const told = [...gateway.lines, ...answers, metrics, stderr, ...started.lines].join('\n');
  expect(gateway.lines.length).toBeGreaterThan(2);
  // Moderators may read the words and reasons they wrote, and no test here asked for a list as somebody else.
  const { blocked, reason, ...never } = SECRETS;
  for (const [name, secret] of Object.entries(never)) expect(told.includes(secret), name).toBe(false);
  for (const token of tokens) for (const part of token.split('.').slice(1)) expect(told.includes(part)).toBe(false);
  const log = gateway.lines.join('\n');
  expect([log.includes(blocked), log.includes(reason)]).toEqual([false, false]);
});

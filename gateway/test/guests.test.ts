import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, join, socketUrl } from './client.ts';
import { SERVER_KEY, startGateway, type Gateway } from './harness.ts';
import { SECRET, sign } from './moderation/people.ts';
import { call } from './http.ts';

let closed: Gateway;
let readable: Gateway;
beforeAll(async () => {
  [closed, readable] = await Promise.all([
    startGateway({ GUESTS: 'none', JWT_SECRET: SECRET }),
    startGateway({ GUESTS: 'read', JWT_SECRET: SECRET }),
  ]);
});
afterAll(async () => {
  await Promise.all([closed.stop(), readable.stop()]);
});

const tokenOf = (claims: Record<string, unknown>, secret = SECRET) => sign({ alg: 'HS256' }, claims, secret);

const inOneHour = () => Math.floor(Date.now() / 1000) + 3600;
const member = (more: Record<string, unknown> = {}) => tokenOf({ sub: 'ann', name: 'Ann', exp: inOneHour(), ...more });

describe('Where guests may not read (2.8)', () => {
  it('a token makes a viewer who came without one welcome', async () => {
    const viewer = new Client(socketUrl(closed, 'lobby'));
    viewer.socket.once('open', () => viewer.send({ type: 'auth', token: member() }));
    expect((await viewer.welcome()).you).toEqual({ id: 'ann', name: 'Ann', role: 'member', can: ['read', 'post'] });
    expect(await viewer.post({ ref: '1', text: 'here I am' })).toMatchObject({ type: 'ack' });
    expect((await viewer.sees('here I am')).user).toEqual({ id: 'ann', name: 'Ann', role: 'member' });
  });

  it('the token may come with the upgrade (2.7)', async () => {
    const viewer = await join(closed, 'lobby', { bearer: member({ role: 'paid' }) });
    expect((await viewer.welcome()).you.role).toBe('paid');
  });

  it('who says nothing for ten seconds is closed with 4401', { timeout: 30_000 }, async () => {
    const silent = new Client(socketUrl(closed, 'lobby'));
    expect(await silent.closed).toEqual({ code: 4401, reason: 'sign in first' });
    expect(silent.messages).toEqual([]);
  });

  it.each([
    ['a forged token', { type: 'auth', token: tokenOf({ sub: 'ann', exp: inOneHour() }, 'x'.repeat(40)) }],
    ['a token that has ended', { type: 'auth', token: tokenOf({ sub: 'ann', exp: 1_700_000_000 }) }],
    ['a token for another room', { type: 'auth', token: member({ room: 'hall' }) }],
    ['a server key', { type: 'auth', token: SERVER_KEY }],
    ['no token', { type: 'auth' }],
    ['a post', { type: 'post', ref: '1', text: 'x' }],
    ['a heartbeat', { type: 'heartbeat', sent: 1 }],
    ['an unknown type', { type: 'hello' }],
    ['no message', 'hello'],
  ])('%s is closed with 4401', async (_name, message) => {
    const viewer = new Client(socketUrl(closed, 'lobby'));
    viewer.socket.once('open', () => viewer.send(message));
    expect((await viewer.closed).code).toBe(4401);
    expect(viewer.messages).toEqual([]);
  });

  it('a guest’s own token is not enough', async () => {
    const { token } = (await (await join(readable, 'lobby')).welcome()).you;
    const viewer = new Client(socketUrl(closed, 'lobby'));
    viewer.socket.once('open', () => viewer.send({ type: 'auth', token }));
    expect((await viewer.closed).code).toBe(4401);
  });

  it.each(['Bearer nonsense', 'Bearer', 'Basic dXNlcjpwYXNz', 'Bearer a b', `Bearer ${'x'.repeat(3600)}`])(
    'the upgrade with %j is closed with 4401',
    async (authorization) => {
      const viewer = new Client(socketUrl(closed, 'lobby'), { headers: { authorization } });
      expect((await viewer.closed).code).toBe(4401);
    },
  );

  it('neither the history nor the room is told over HTTP', async () => {
    for (const path of ['/v1/rooms/lobby', '/v1/rooms/lobby/comments']) {
      expect(await call(closed, 'GET', path, { bearer: null })).toMatchObject({
        status: 403,
        json: { code: 'not_allowed' },
      });
      expect((await call(closed, 'GET', path, { bearer: member() })).status).toBe(200);
    }
  });
});

describe('Where guests may read (3.2, 3.5)', () => {
  it('they are welcome and may not post, until they sign in', async () => {
    const viewer = await join(readable, 'lobby');
    expect((await viewer.welcome()).you).toMatchObject({ role: 'guest', can: ['read'] });
    expect(await viewer.post({ ref: '1', text: 'x' })).toMatchObject({ type: 'refused', code: 'not_allowed' });
    viewer.send({ type: 'auth', token: member() });
    expect((await viewer.take('you')).you).toEqual({ id: 'ann', name: 'Ann', role: 'member', can: ['read', 'post'] });
    expect(await viewer.post({ ref: '1', text: 'x' })).toMatchObject({ type: 'ack' });
  });

  it('a refused token leaves the connection what it was', async () => {
    const viewer = await join(readable, 'lobby', { bearer: member() });
    viewer.send({ type: 'auth', token: 'nonsense' });
    expect(await viewer.take('refused')).toEqual({
      type: 'refused',
      code: 'token_invalid',
      message: 'This token is not valid here.',
    });
    viewer.send({ type: 'auth', token: tokenOf({ sub: 'ann', exp: 1_700_000_000 }) });
    expect(await viewer.take('refused')).toMatchObject({ code: 'token_expired' });
    expect(await viewer.post({ ref: '2', text: 'still Ann' })).toMatchObject({ type: 'ack' });
  });

  it('30 s after a token has ended its holder is a guest again, and is told', async () => {
    const endsNow = tokenOf({ sub: 'ann', exp: Math.floor(Date.now() / 1000) - 28 });
    const viewer = await join(readable, 'lobby', { bearer: endsNow });
    expect((await viewer.welcome()).you.role).toBe('member');
    expect((await viewer.take('you')).you).toMatchObject({ role: 'guest', can: ['read'] });
    expect(await viewer.post({ ref: '3', text: 'x' })).toMatchObject({ code: 'not_allowed' });
  });

  it('they may not post over HTTP', async () => {
    const answer = await call(readable, 'POST', '/v1/rooms/lobby/comments', { body: { text: 'x' }, bearer: null });
    expect(answer).toMatchObject({ status: 403, json: { code: 'not_allowed' } });
  });
});

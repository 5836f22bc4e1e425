import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { join, newRoom } from './client.ts';
import { startGateway, type Gateway } from './harness.ts';
import { RawSocket, call, expectProblem } from './http.ts';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ ALLOWED_ORIGINS: 'https://example.com', HISTORY_SIZE: '40' });
});
afterAll(() => gateway.stop());

const comments = (room: string, query = '') => `/v1/rooms/${room}/comments${query}`;

describe('A room (7.7)', () => {
  it('tells its viewers, its pace and its settings', async () => {
    const room = newRoom();
    await Promise.all([join(gateway, room), join(gateway, room)]);
    for (let index = 0; index < 5; index += 1)
      await call(gateway, 'POST', comments(room), { body: { text: `${index}` } });
    expect((await call(gateway, 'GET', `/v1/rooms/${room}`, { bearer: null })).json).toEqual({
      room,
      viewers: 2,
      instances: 1,
      commentsPerSecond: 0.5,
      settings: { slowModeMs: 0, guests: 'post', maxLength: 100, locked: false, duplicates: 'allow' },
    });
  });

  it('that nobody has opened is empty', async () => {
    expect((await call(gateway, 'GET', `/v1/rooms/${newRoom()}`)).json).toMatchObject({
      viewers: 0,
      instances: 0,
      commentsPerSecond: 0,
    });
  });

  it.each(['-bad', '.hidden', 'x'.repeat(65), '%2e%2e', 'a%2fb', '%ff', '%E5%BC%B9', '%00'])(
    '%s is none (1.1)',
    async (room) => {
      expectProblem(await call(gateway, 'GET', `/v1/rooms/${room}`), 404, 'not_found');
      expectProblem(await call(gateway, 'POST', comments(room), { body: { text: 'x' } }), 404, 'not_found');
    },
  );
});

describe('Settings (7.8)', () => {
  const patch = (room: string, body: unknown) => call(gateway, 'PATCH', `/v1/rooms/${room}/settings`, { body });

  it('are answered with what they are now', async () => {
    const room = newRoom();
    const base = { slowModeMs: 0, guests: 'post', maxLength: 100, locked: false, duplicates: 'allow' };
    expect(await patch(room, { slowModeMs: 500, pinned: 'c1' })).toMatchObject({
      status: 200,
      json: { ...base, slowModeMs: 500, pinned: 'c1' },
    });
    expect((await patch(room, { pinned: null, locked: true })).json).toEqual({
      ...base,
      slowModeMs: 500,
      locked: true,
    });
    expect((await patch(room, {})).json).toEqual({ ...base, slowModeMs: 500, locked: true });
    expect((await call(gateway, 'GET', `/v1/rooms/${room}`)).json).toMatchObject({ settings: { slowModeMs: 500 } });
  });

  it.each([
    ['slowModeMs', { slowModeMs: -1 }],
    ['guests', { guests: 'some' }],
    ['maxLength', { maxLength: 101 }],
    ['locked', { locked: 1 }],
    ['duplicates', { duplicates: null }],
    ['colour', { colour: 'red' }],
    ['__proto__', '{"__proto__":{"locked":true}}'],
    ['body', 'locked'],
  ])('refuse a wrong %s, and change nothing', async (field, body) => {
    const room = newRoom();
    expectProblem(await patch(room, body), 400, 'invalid', field);
    expect((await call(gateway, 'GET', `/v1/rooms/${room}`)).json).toMatchObject({ settings: { locked: false } });
  });
});

describe('Taking back (7.6)', () => {
  it('answers 204 without a body, for what is long gone too', async () => {
    const answer = await call(gateway, 'DELETE', `${comments(newRoom())}/long-gone`);
    expect([answer.status, answer.text]).toEqual([204, '']);
  });

  it('wants to know what', async () => {
    const room = newRoom();
    expectProblem(await call(gateway, 'DELETE', comments(room)), 400, 'invalid', 'user');
    expectProblem(await call(gateway, 'DELETE', comments(room, `?user=${'u'.repeat(65)}`)), 400, 'invalid', 'user');
    expectProblem(await call(gateway, 'DELETE', `${comments(room)}/${'c'.repeat(65)}`), 400, 'invalid', 'id');
  });
});

describe('What is not there (7.1)', () => {
  it.each(['/nothing', '/v1', '/v1/rooms', '/v1/rooms/lobby/nothing', '/v2/rooms/lobby', '/../etc/passwd', '/%00'])(
    '%s is answered 404',
    async (path) => {
      expectProblem(await call(gateway, 'GET', path), 404, 'not_found');
    },
  );

  it.each([
    ['PUT', '/v1/rooms/lobby/comments', 'POST, GET, DELETE, OPTIONS'],
    ['DELETE', '/v1/rooms/lobby', 'GET, OPTIONS'],
    ['POST', '/v1/rooms/lobby/settings', 'PATCH, OPTIONS'],
    ['POST', '/healthz', 'GET, OPTIONS'],
  ])('%s %s is answered 405 with what would do', async (method, path, allow) => {
    const answer = await call(gateway, method, path);
    expectProblem(answer, 405, 'method_not_allowed');
    expect(answer.headers.get('allow')).toBe(allow);
  });

  it.each([comments('lobby'), '/v1/rooms/lobby/settings', '/nothing'])(
    'HEAD %s says what GET would, without the body',
    async (path) => {
      const [head, get] = [await call(gateway, 'HEAD', path), await call(gateway, 'GET', path)];
      expect([head.status, head.text]).toEqual([get.status, '']);
      expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'));
    },
  );

  it('HEAD leaves the connection ready for the next request', async () => {
    const request = (method: string) => `${method} /v1/rooms/lobby HTTP/1.1\r\nHost: x\r\n\r\n`;
    const raw = new RawSocket(gateway);
    for (let round = 1; round <= 3; round += 1) {
      raw.write(request('HEAD'));
      await raw.receives(new RegExp(`(HTTP/1\\.1 200 [^]*?){${2 * round - 1}}`));
      raw.write(request('GET'));
      await raw.receives(new RegExp(`("room":"lobby"[^]*?){${round}}`));
    }
    raw.socket.destroy();
    expect(raw.received.match(/"room":"lobby"/g)).toHaveLength(3);
  });
});

describe('Cross-origin requests (7.11)', () => {
  const origin = (value: string) => ({ headers: { origin: value } });

  it('of an allowed origin are told so', async () => {
    const answer = await call(gateway, 'GET', comments(newRoom()), origin('https://example.com'));
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://example.com');
    expect(answer.headers.get('vary')).toBe('Origin');
    expect(answer.headers.get('access-control-expose-headers')).toBe('Retry-After, Danmaku-First, Danmaku-Offset');
  });

  it('of an allowed origin hear of errors too', async () => {
    const answer = await call(gateway, 'GET', '/nothing', origin('https://example.com'));
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://example.com');
  });

  it('are announced by a preflight', async () => {
    const preflight = await call(gateway, 'OPTIONS', comments(newRoom()), {
      bearer: null,
      headers: { origin: 'https://example.com', 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('https://example.com');
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Idempotency-Key');
  });

  it('of another origin are answered 403, do nothing, and are told of no permission', async () => {
    const room = newRoom();
    const evil = await call(gateway, 'POST', comments(room), { body: { text: 'x' }, ...origin('https://evil.test') });
    expectProblem(evil, 403, 'not_allowed');
    expect(evil.headers.get('access-control-allow-origin')).toBeNull();
    expect((await call(gateway, 'GET', comments(room))).json).toMatchObject({ comments: [] });
    const preflight = await call(gateway, 'OPTIONS', comments(room), origin('https://evil.test'));
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });
});

it('No answer is stored by caches or guessed at by browsers', async () => {
  for (const path of ['/v1/rooms/lobby', '/nothing', '/healthz']) {
    const { headers } = await call(gateway, 'GET', path);
    expect([headers.get('cache-control'), headers.get('x-content-type-options')]).toEqual(['no-store', 'nosniff']);
  }
});

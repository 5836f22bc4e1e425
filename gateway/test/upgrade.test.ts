import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, join, refused, socketUrl } from './client.ts';
import { SERVER_KEY, startGateway, type Gateway } from './harness.ts';
import { RawSocket, call, exchange, metric } from './http.ts';

describe('The upgrade', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startGateway({ ALLOWED_ORIGINS: 'https://example.com,https://*.example.org', ROOM_BUDGET: '1000' });
  });
  afterAll(() => gateway.stop());

  it.each(['https://example.com', 'https://www.example.org'])('lets a page of %s in (2.6)', async (origin) => {
    const viewer = await join(gateway, 'lobby', { headers: { origin } });
    expect(await viewer.post({ ref: origin, text: 'hello' })).toMatchObject({ type: 'ack' });
    await viewer.close();
  });

  it.each(['https://evil.test', 'https://example.com.evil.test', 'http://example.com', 'null'])(
    'answers a page of %s with 403 (2.6)',
    async (origin) => {
      const answer = await refused(socketUrl(gateway, 'lobby'), { headers: { origin } });
      expect(answer.statusCode).toBe(403);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(JSON.parse(answer.body)).toMatchObject({ status: 403, code: 'not_allowed' });
    },
  );

  it.each([
    [['danmaku.v1.json'], 'danmaku.v1.json'],
    [['danmaku.v1.deflate'], 'danmaku.v1.deflate'],
    [['chat', 'danmaku.v1.deflate', 'danmaku.v1.json'], 'danmaku.v1.deflate'],
    [[], ''],
  ])('of a client that offers %j picks %j (2.2)', async (protocols, chosen) => {
    const viewer = await join(gateway, 'lobby', { protocols });
    expect(viewer.socket.protocol).toBe(chosen);
    await viewer.close();
  });

  it.each([[['danmaku.v2.json']], [['chat', 'superchat']]])(
    'closes a client that offers only %j with 4410 (2.2)',
    async (protocols) => {
      const viewer = new Client(socketUrl(gateway, 'lobby'), { protocols });
      expect((await viewer.closed).code).toBe(4410);
      expect(viewer.messages).toEqual([]);
    },
  );

  it.each([
    '/',
    '/v1',
    '/v1/rooms/lobby',
    '/v1/rooms/lobby/socket',
    '/v1/rooms//ws',
    '/v2/rooms/lobby/ws',
    '/v1/rooms/-bad/ws',
    '/v1/rooms/.hidden/ws',
    `/v1/rooms/${'x'.repeat(65)}/ws`,
    '/v1/rooms/%2e%2e/ws',
    '/v1/rooms/a%2fb/ws',
    '/v1/rooms/%E5%BC%B9%E5%B9%95/ws',
    '/v1/rooms/%ff/ws',
    '/v1/rooms/lobby/ws/',
    '/healthz',
  ])('to %s is closed with 4404 (2.5)', async (path) => {
    const viewer = new Client(`ws://127.0.0.1:${gateway.port}${path}`);
    expect((await viewer.closed).code).toBe(4404);
    expect(viewer.messages).toEqual([]);
  });

  it('takes a room’s name encoded or not for the same room', async () => {
    const [one, other] = await Promise.all([join(gateway, 'my-room'), join(gateway, 'my%2Droom')]);
    await one.post({ ref: '1', text: 'hello' });
    await other.sees('hello');
    expect((await other.welcome()).room).toBe('my-room');
  });

  it('with a server key makes an owner, with a bad one is closed with 4401 (2.7)', async () => {
    expect((await (await join(gateway, 'lobby', { bearer: SERVER_KEY })).welcome()).you.role).toBe('owner');
    expect((await new Client(socketUrl(gateway, 'lobby'), { bearer: `${SERVER_KEY}x` }).closed).code).toBe(4401);
  });

  it('that is none is told where sockets are', async () => {
    const plain = await call(gateway, 'GET', '/v1/rooms/lobby/ws');
    expect(plain).toMatchObject({ status: 404, json: { code: 'not_found' } });
    const host = 'Host: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n';
    for (const key of ['', 'Sec-WebSocket-Key: short\r\n', `Sec-WebSocket-Key: ${'x'.repeat(99)}\r\n`]) {
      const answer = await exchange(gateway, `GET /v1/rooms/lobby/ws HTTP/1.1\r\n${host}${key}\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    }
  });

  it('with danmaku.v1.deflate brings large frames as raw deflate of the same messages (2.3)', async () => {
    const [plain, deflate, owner] = await Promise.all([
      join(gateway, 'deflate', { protocols: ['danmaku.v1.json'] }),
      join(gateway, 'deflate', { protocols: ['danmaku.v1.deflate'] }),
      join(gateway, 'deflate', { bearer: SERVER_KEY }),
    ]);
    await owner.post({ ref: 'first', text: 'small' });
    const posts = Array.from({ length: 60 }, (_, index) =>
      owner.post({ ref: `${index}`, text: `comment ${index} 前方高能` }),
    );
    await Promise.all(posts);
    await Promise.all([plain.sees('comment 59 前方高能'), deflate.sees('comment 59 前方高能')]);
    expect(deflate.frames).toEqual(plain.frames);
    expect(plain.binary).not.toContain(true);
    for (const [index, message] of deflate.messages.entries()) {
      const isLarge = message.type === 'comments' && JSON.stringify(message).length >= 1024;
      expect(deflate.binary[index]).toBe(isLarge);
    }
    expect(deflate.binary).toContain(true);
  });
});

describe('Caps (2.6)', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startGateway({
      MAX_CONNECTIONS: '6',
      MAX_PER_ADDRESS: '2',
      TRUSTED_PROXIES: '127.0.0.1',
    });
  });
  afterAll(() => gateway.stop());

  const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });

  it('of connections are answered 503 with Retry-After, and of an address closed with 4529', async () => {
    const url = socketUrl(gateway, 'lobby');
    const inside = [];
    for (const address of ['198.51.100.1', '198.51.100.1', '198.51.100.2', '198.51.100.2', '198.51.100.3']) {
      inside.push(await join(gateway, 'lobby', from(address)));
    }
    expect((await new Client(url, from('198.51.100.1')).closed).code).toBe(4529);
    // Nobody gains an address by writing the header themselves: the proxy's word is the last.
    expect((await new Client(url, from('6.6.6.6, 198.51.100.1')).closed).code).toBe(4529);
    inside.push(await join(gateway, 'lobby', from('198.51.100.4')));
    const answer = await refused(url, from('198.51.100.5'));
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '5']);
    expect(JSON.parse(answer.body)).toMatchObject({ status: 503, code: 'overloaded', retryAfterMs: 5000 });
    expect(await metric(gateway, 'danmaku_connections')).toBe(6);
    const [first, ...others] = inside;
    await first?.close();
    await expect.poll(() => metric(gateway, 'danmaku_connections')).toBe(5);
    await (await join(gateway, 'lobby', from('198.51.100.1'))).close();
    for (const client of others) await client.close();
    await expect.poll(() => metric(gateway, 'danmaku_connections')).toBe(0);
  });

  it('of an address hold when the proxy adds a line of its own to the header', async () => {
    const upgrade = (lines: string) =>
      `GET /v1/rooms/lobby/ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${lines}` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
    const raws = Array.from({ length: 3 }, (_, index) => {
      const raw = new RawSocket(gateway);
      raw.write(upgrade(`X-Forwarded-For: 6.6.6.${index}\r\nX-Forwarded-For: 198.51.100.9\r\n`));
      return raw;
    });
    // The first two bytes of a close frame are its code.
    const answers = await Promise.all(raws.map((raw) => raw.receives(/welcome|\u0011\u00b1/)));
    expect(answers.filter((answer) => answer.includes('\u0011\u00b1'))).toHaveLength(1);
    for (const raw of raws) raw.socket.destroy();
    await Promise.all(raws.map(({ closed }) => closed));
    await expect.poll(() => metric(gateway, 'danmaku_connections')).toBe(0);
  });

  it('of an address hold for a household that has a network of them', async () => {
    const household = Array.from(
      { length: 3 },
      (_, index) => new Client(socketUrl(gateway, 'lobby'), from(`2001:db8:7:7::${index + 1}`)),
    );
    const neighbour = await join(gateway, 'lobby', from('2001:db8:7:8::1'));
    const ends = await Promise.race(household.map(({ closed }) => closed));
    expect(ends.code).toBe(4529);
    await neighbour.close();
    for (const { socket } of household) socket.terminate();
    await expect.poll(() => metric(gateway, 'danmaku_connections')).toBe(0);
  });

  it('hold for a crowd that is still being identified', async () => {
    const crowd = Array.from({ length: 30 }, (_, index) => {
      const client = new Client(socketUrl(gateway, 'lobby'), {
        ...from(`198.51.100.${100 + index}`),
        bearer: SERVER_KEY,
      });
      return new Promise<string>((resolve) => {
        client.socket.once('open', () => resolve('open'));
        client.socket.once('unexpected-response', (_request, response) => resolve(String(response.statusCode)));
      });
    });
    const outcomes = await Promise.all(crowd);
    expect(outcomes.filter((outcome) => outcome === 'open')).toHaveLength(6);
    expect(outcomes.filter((outcome) => outcome === '503')).toHaveLength(24);
  });
});

describe('The rate of arrivals (2.6)', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startGateway({ ACCEPT_PER_SECOND: '2' });
  });
  afterAll(() => gateway.stop());

  it('beyond its cap is answered 503 with Retry-After', async () => {
    const url = socketUrl(gateway, 'lobby');
    const clients = Array.from({ length: 6 }, () => new Client(url));
    const statuses = clients.map(
      ({ socket }) =>
        new Promise<number>((resolve) => {
          socket.once('open', () => resolve(101));
          socket.once('unexpected-response', (_request, response) => {
            expect(response.headers['retry-after']).toBe('1');
            resolve(response.statusCode ?? 0);
          });
        }),
    );
    const answers = await Promise.all(statuses);
    expect(answers.filter((status) => status === 101).length).toBeLessThanOrEqual(3);
    expect(answers.filter((status) => status === 503).length).toBeGreaterThanOrEqual(3);
    expect(await metric(gateway, 'danmaku_upgrades_refused_total')).toBeGreaterThanOrEqual(3);
  });
});

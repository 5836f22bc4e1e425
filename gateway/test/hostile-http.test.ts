import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { join } from './client.ts';
import { SERVER_KEY, startGateway, type Gateway } from './harness.ts';
import { RawSocket, call, exchange, metric } from './http.ts';

const HOST = 'Host: x\r\n';
const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\n${HOST}${headers}\r\n`;
const POST = `POST /v1/rooms/http/comments HTTP/1.1\r\n${HOST}Authorization: Bearer ${SERVER_KEY}\r\n`;
/** Begins in `beforeAll`, ends in the last tests. */
const DAWDLERS: Readonly<Record<string, string>> = {
  'saying nothing': '',
  'stopping inside the request line': 'GET /v1/rooms',
  'stopping inside the headers': `GET /v1/rooms/http/ws HTTP/1.1\r\n${HOST}Upgrade: websocket\r\n`,
  'naming no host': 'GET /healthz HTTP/1.1\r\n\r\n',
  'sending three hundred headers': get('/healthz', Array.from({ length: 300 }, (_, i) => `X${i}: y\r\n`).join('')),
  'stopping inside the body': `${POST}Content-Length: 100\r\n\r\n{"text":`,
  'promising a chunk of any size': `${POST}Transfer-Encoding: chunked\r\n\r\nffffffffffff\r\nabc\r\n`,
};
const dawdling = new Map<string, RawSocket>();
let dripping: RawSocket | undefined;

const statusesIn = (answer: string) => [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((match) => Number(match[1]));

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
  // They begin first, so that the other tests run while they are waited for.
  for (const [name, bytes] of Object.entries(DAWDLERS)) {
    const raw = new RawSocket(gateway);
    dawdling.set(name, raw);
    if (bytes !== '') raw.write(bytes);
  }
  dripping = new RawSocket(gateway);
  dripping.write(`GET /v1/rooms/http/ws HTTP/1.1\r\n${HOST}`);
  const drip = setInterval(() => dripping?.write('X: y\r\n'), 1000);
  dripping.socket.once('close', () => clearInterval(drip));
});
afterAll(async () => {
  expect(gateway.log.filter(({ level }) => level !== 'info' && level !== 'warn')).toEqual([]);
  await gateway.stop();
});

describe('Bytes that are no request', () => {
  it.each([
    ['garbage', '\u0000\u0001\u0002 garbage\r\n\r\n', 505],
    ['a TLS handshake', Buffer.from(`16030100a5010000a10303${'00'.repeat(150)}`, 'hex'), 505],
    ['HTTP/1.0', 'GET /healthz HTTP/1.0\r\n\r\n', 505],
    ['line feeds alone', 'GET /healthz HTTP/1.1\nHost: x\n\n', 505],
    ['the whole address', get('http://x/healthz'), 505],
    ['a negative length', `${POST}Content-Length: -5\r\n\r\nabcde`, 400],
    ['an endless length', `${POST}Content-Length: ${'9'.repeat(30)}\r\n\r\nabcde`, 400],
    ['two ways to end', `${POST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
    ['a chunk of no number', `${POST}Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n`, 400],
  ])('%s is refused, and the line is cut', async (_name, bytes, status) => {
    const raw = new RawSocket(gateway);
    raw.write(bytes);
    await raw.closed;
    expect(statusesIn(raw.received)).toEqual([status]);
  });

  it.each([
    ['a method nobody knows', `BREW /healthz HTTP/1.1\r\n${HOST}\r\n`, 405],
    ['a NUL in the address', get('/v1/rooms/%00'), 404],
    ['an address of 5,000 characters', get(`/${'x'.repeat(5000)}`), 404],
    ['a query of 5,000 characters', get(`/v1/rooms/http/comments?after=${'x'.repeat(5000)}`), 400],
    ['a broken escape', get('/v1/rooms/%zz'), 404],
    ['a body on GET', `GET /healthz HTTP/1.1\r\n${HOST}Content-Length: 5\r\n\r\nabcde`, 200],
  ])('%s is answered', async (_name, bytes, status) => {
    const raw = new RawSocket(gateway);
    raw.write(bytes);
    expect(statusesIn(await raw.receives(/\r\n\r\n/))).toEqual([status]);
    raw.socket.destroy();
  });
});

describe('Requests in a row', () => {
  it('are answered in their order on one connection, good and bad', async () => {
    const bad = `${POST}Content-Type: application/json\r\nContent-Length: 2\r\n\r\n[]`;
    const large = `${POST}Content-Type: application/json\r\nContent-Length: 20000\r\n\r\n${'x'.repeat(20_000)}`;
    const raw = new RawSocket(gateway);
    raw.write(get('/healthz') + get('/nothing') + bad + large + get('/healthz'));
    await raw.receives(/("status":"ok"[^]*){2}/);
    expect(statusesIn(raw.received)).toEqual([200, 404, 400, 413, 200]);
    raw.socket.destroy();
  });

  it('that are given up half-way cost nothing', async () => {
    const givenUp = Array.from({ length: 300 }, (_, index) => {
      const raw = new RawSocket(gateway);
      const partial = `${POST}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"text":"never`;
      raw.socket.once('connect', () => {
        raw.write(index % 3 === 0 ? partial : get('/v1/rooms/http/comments?limit=1000'));
        if (index % 2 === 0) raw.socket.resetAndDestroy();
        else raw.socket.destroy();
      });
      return raw.closed;
    });
    await Promise.all(givenUp);
    expect((await call(gateway, 'GET', '/v1/rooms/http/comments')).text).not.toContain('never');
  });

  it('for a thousand rooms leave none behind', async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `random-${index}-${Math.random().toString(36).slice(2)}`);
    for (let from = 0; from < names.length; from += 50) {
      const some = names.slice(from, from + 50);
      const viewers = await Promise.all(some.map((room) => join(gateway, room)));
      await Promise.all(some.map((room) => call(gateway, 'GET', `/v1/rooms/${room}/comments`)));
      await Promise.all(viewers.map((viewer) => viewer.close()));
    }
    await expect.poll(() => metric(gateway, 'danmaku_rooms'), { timeout: 10_000 }).toBe(0);
  });
});

describe('Who takes too long is cut off within seconds', () => {
  it.each(Object.keys(DAWDLERS))('%s', async (name) => {
    const raw = dawdling.get(name);
    await raw?.closed;
    expect(statusesIn(raw?.received ?? 'never started').every((status) => status >= 400)).toBe(true);
  });

  it('adding a header every second', async () => {
    await dripping?.closed;
    expect(dripping?.received).toBe('');
  });
});

it('A crowd that only connects does not take the last descriptor', async () => {
  const small = await startGateway({}, 700);
  const viewer = await join(small, 'lobby');
  const crowd = Array.from({ length: 800 }, () => new RawSocket(small));
  let cut = 0;
  for (const { closed } of crowd) void closed.then(() => (cut += 1));
  await expect.poll(() => cut, { timeout: 8000 }).toBeGreaterThanOrEqual(200);
  expect(cut).toBeLessThan(300);
  // Who was there first is still served, and so is everybody once the crowd has gone.
  expect(await viewer.post({ ref: '1', text: 'all is well' })).toMatchObject({ type: 'ack' });
  for (const { socket } of crowd) socket.destroy();
  await viewer.close();
  await expect.poll(async () => (await call(small, 'GET', '/healthz')).status, { timeout: 8000 }).toBe(200);
  await Promise.all(Array.from({ length: 50 }, () => join(small, 'lobby').then((client) => client.close())));
  await small.stop();
});

it('None of this makes the process grow', { timeout: 90_000 }, async () => {
  const room = '/v1/rooms/growth/comments';
  const round = async () => {
    for (let burst = 0; burst < 6; burst += 1) {
      const viewers = await Promise.all(Array.from({ length: 30 }, () => join(gateway, `growth-${Math.random()}`)));
      for (const viewer of viewers) viewer.send('x'.repeat(4096));
      await Promise.all(viewers.map((viewer) => viewer.take('error')));
      for (const viewer of viewers) viewer.socket.terminate();
      await Promise.all(Array.from({ length: 30 }, () => call(gateway, 'POST', room, { body: 'x'.repeat(100_000) })));
      await Promise.all(Array.from({ length: 30 }, () => exchange(gateway, '\u0000garbage\r\n\r\n')));
    }
    return metric(gateway, 'process_resident_memory_bytes');
  };
  // The first rounds fill caches and the heap's own reserve.
  await round();
  const before = await round();
  await round();
  const after = await round();
  expect(after - before).toBeLessThan(40 * 1024 * 1024);
});

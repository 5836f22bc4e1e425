import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, join, socketUrl } from './client.ts';
import { startGateway, type Gateway } from './harness.ts';
import { RawSocket, call, metric } from './http.ts';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(async () => {
  expect(gateway.log.filter(({ level }) => level !== 'info' && level !== 'warn')).toEqual([]);
  await gateway.stop();
});

const UPGRADE =
  'GET /v1/rooms/raw/ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
const TEXT = 0x81;
const CLOSE_FRAME = 0x88;

/** A frame as a client sends it, with whatever first byte; masked by zeros, so that the payload is what it says. */
function frame(first: number, payload: Uint8Array | string): Buffer {
  const data = Buffer.from(payload);
  const length =
    data.length < 126 ? Buffer.from([0x80 | data.length]) : Buffer.from([0xfe, data.length >> 8, data.length & 255]);
  return Buffer.concat([Buffer.from([first]), length, Buffer.alloc(4), data]);
}

/** A connection that was welcomed and then sends exactly these bytes. */
async function raw(...frames: readonly Uint8Array[]): Promise<RawSocket> {
  const socket = new RawSocket(gateway);
  socket.write(UPGRADE);
  await socket.receives(/"type":"welcome"/);
  socket.write(Buffer.concat(frames));
  return socket;
}

/** The code of the close frame that came, 0 when the line was cut without one. */
async function codeOf(socket: RawSocket): Promise<number> {
  await socket.closed;
  const found = /\x88[\x02-\x7d]([^]{2})[^]*$/.exec(socket.received)?.[1];
  return found === undefined ? 0 : Buffer.from(found, 'latin1').readUInt16BE();
}

describe('A frame that is too much', () => {
  it.each([
    ['of more than 4 KiB', 'x'.repeat(4097)],
    [
      'of more than 4 KiB that would be a message',
      JSON.stringify({ type: 'heartbeat', sent: 1, pad: 'x'.repeat(5000) }),
    ],
    ['binary', Buffer.from('{"type":"heartbeat","sent":1}')],
    ['binary and empty', Buffer.alloc(0)],
  ])('%s is closed with 4400 (2.4)', async (_name, data) => {
    const viewer = await join(gateway, 'frames');
    viewer.send(data);
    expect((await viewer.closed).code).toBe(4400);
  });

  it('of exactly 4 KiB is taken', async () => {
    const viewer = await join(gateway, 'frames');
    const fields = JSON.stringify({ type: 'heartbeat', sent: 7, pad: '' });
    viewer.send(fields.replace('""', `"${'x'.repeat(4096 - fields.length)}"`));
    expect(await viewer.take('heartbeat')).toMatchObject({ sent: 7 });
  });

  it('of megabytes is cut off, and costs nobody else anything', async () => {
    const [viewer, other] = await Promise.all([join(gateway, 'frames'), join(gateway, 'frames')]);
    viewer.send('x'.repeat(5_000_000));
    expect([1006, 4400]).toContain((await viewer.closed).code);
    await other.settle();
    expect(other.messages.at(-1)?.type).toBe('heartbeat');
  });

  it('in number is a flood, closed with 4400 (2.9)', async () => {
    const viewer = await join(gateway, 'frames');
    for (let sent = 0; sent < 400; sent += 1) viewer.send({ type: 'heartbeat', sent });
    expect(await viewer.closed).toEqual({ code: 4400, reason: 'too many frames' });
    const answered = viewer.messages.filter(({ type }) => type === 'heartbeat').length;
    expect(answered).toBeGreaterThanOrEqual(200);
    expect(answered).toBeLessThan(300);
  });

  it('with bad tokens in number is one sooner: a signature costs more than a frame (2.9)', async () => {
    const viewer = await join(gateway, 'frames');
    for (let sent = 0; sent < 60; sent += 1) viewer.send({ type: 'auth', token: `guest.forged-${sent}` });
    expect(await viewer.closed).toEqual({ code: 4400, reason: 'too many frames' });
    expect(viewer.messages.filter(({ type }) => type === 'refused').length).toBeGreaterThanOrEqual(15);
  });
});

describe('A frame that is no message is answered by error, and nothing else happens (3.1, 4.8)', () => {
  it.each([
    ['nothing', ''],
    ['white space', ' \t\n'],
    ['no JSON', '{"type":'],
    ['a list', '[{"type":"post","ref":"1","text":"x"}]'],
    ['a number', '42'],
    ['null', 'null'],
    ['a prototype', '{"__proto__":{"type":"post","ref":"1","text":"x"}}'],
    ['a constructor', '{"constructor":{"prototype":{"type":"post"}}}'],
    ['depth', '['.repeat(4000)],
    ['deep objects', '{"a":'.repeat(600) + '1' + '}'.repeat(600)],
    ['an endless number', `{"type":"heartbeat","sent":${'9'.repeat(4000)}}`],
    ['an infinite number', '{"type":"heartbeat","sent":1e999}'],
    ['a wrong type of type', '{"type":["post"],"ref":"1","text":"x"}'],
    ['a wrong offset', '{"type":"heartbeat","sent":1,"offset":{"length":3}}'],
    ['a byte order mark', '\ufeff{"type":"heartbeat","sent":1}'],
    ['a NUL', '\u0000'],
  ])('%s', async (_name, text) => {
    const viewer = await join(gateway, 'errors');
    viewer.send(text);
    expect(await viewer.take('error')).toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/^[A-Z].+\.$/) as string,
    });
    await viewer.settle();
    expect(viewer.messages.map(({ type }) => type)).toEqual(['welcome', 'error', 'heartbeat']);
    await viewer.close();
  });

  it.each(['hello', 'welcome', 'comments', 'recall', 'settings', '__proto__', 'constructor', 'POST', ''])(
    'the unknown type %j',
    async (type) => {
      const viewer = await join(gateway, 'errors');
      viewer.send({ type, ref: '1', text: 'x', ids: ['c1'], settings: { locked: true } });
      expect(await viewer.take('error')).toMatchObject({ code: 'unknown_type' });
      await viewer.settle();
      expect(viewer.messages).toHaveLength(3);
      await viewer.close();
    },
  );
});

describe('A message in pieces', () => {
  it('is one message', async () => {
    const viewer = await join(gateway, 'pieces');
    const text = JSON.stringify({ type: 'heartbeat', sent: 5 });
    viewer.socket.send(text.slice(0, 10), { fin: false });
    viewer.socket.send(text.slice(10, 20), { fin: false });
    viewer.socket.ping();
    viewer.socket.send(text.slice(20), { fin: true });
    expect(await viewer.take('heartbeat')).toMatchObject({ sent: 5 });
  });

  it('that never ends is cut off', async () => {
    const viewer = await join(gateway, 'pieces');
    for (let piece = 0; piece < 100; piece += 1) viewer.socket.send('x'.repeat(1000), { fin: false });
    expect([1006, 4400]).toContain((await viewer.closed).code);
  });

  it('of nothing at all, many times over, is still nothing', async () => {
    const socket = await raw(frame(0x01, ''), ...Array.from({ length: 500 }, () => frame(0x00, '')), frame(0x80, '{}'));
    await socket.receives(/"code":"invalid"/);
    socket.socket.destroy();
    expect((await call(gateway, 'GET', '/healthz')).status).toBe(200);
  });
});

describe('Bytes that are no WebSocket frames', () => {
  it.each([
    ['text that is no UTF-8', [frame(TEXT, Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))]],
    ['half a surrogate pair', [frame(TEXT, Buffer.from([0xed, 0xa0, 0x80]))]],
    ['an overlong NUL', [frame(TEXT, Buffer.from([0xc0, 0x80]))]],
    ['text that stops inside a character', [frame(TEXT, Buffer.from([0xe5, 0xbc]))]],
    ['an unknown opcode', [frame(0x83, 'x')]],
    ['an unknown control opcode', [frame(0x8b, 'x')]],
    ['reserved bits', [frame(0xf1, 'x')]],
    ['a continuation of nothing', [frame(0x80, 'x')]],
    ['a new message inside another', [frame(0x01, 'x'), frame(0x01, 'y')]],
    ['a ping in pieces', [frame(0x09, 'x')]],
    ['a ping that is too long', [frame(0x89, 'x'.repeat(126))]],
    ['a length beyond all memory', [Buffer.concat([Buffer.from([TEXT]), Buffer.alloc(9, 0xff), Buffer.alloc(4)])]],
  ])('%s cuts the line', async (_name, frames) => {
    const socket = await raw(...frames);
    expect([0, 1002, 1006, 1007, 1009, 4400]).toContain(await codeOf(socket));
  });

  it.each([
    ['no code', Buffer.alloc(0)],
    ['half a code', Buffer.from([3])],
    ['the code 1005', Buffer.from([3, 237])],
    ['the code 0', Buffer.from([0, 0])],
    ['the code 65535', Buffer.from([255, 255])],
    ['a reason that is no UTF-8', Buffer.from([3, 232, 255, 254])],
    ['a long reason', Buffer.concat([Buffer.from([3, 232]), Buffer.alloc(123, 0x61)])],
  ])('a close with %s ends the connection', async (_name, payload) => {
    const socket = await raw(frame(CLOSE_FRAME, payload));
    await socket.closed;
    expect((await call(gateway, 'GET', '/healthz')).status).toBe(200);
  });

  it('what comes after a close is not heard', async () => {
    const post = frame(TEXT, JSON.stringify({ type: 'post', ref: '1', text: 'too late' }));
    const socket = await raw(frame(CLOSE_FRAME, Buffer.from([3, 232])), post);
    await socket.closed;
    expect((await call(gateway, 'GET', '/v1/rooms/raw/comments')).text).not.toContain('too late');
  });
});

it('Nobody is left behind', async () => {
  const leftover = new Client(socketUrl(gateway, 'last'));
  await leftover.welcome();
  leftover.socket.terminate();
  await expect.poll(() => metric(gateway, 'danmaku_connections'), { timeout: 20_000 }).toBeLessThan(50);
});

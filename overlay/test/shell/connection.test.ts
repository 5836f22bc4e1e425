import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionOptions } from '../../src/connection/connection.ts';
import { until } from './browser-like.ts';
import { useReaders, type Reader } from './reader.ts';
import { comment, ScriptedGateway, welcome } from './scripted-gateway.ts';

let gateway: ScriptedGateway;

beforeEach(async () => {
  gateway = await ScriptedGateway.start();
});
afterEach(() => gateway.stop());
const readRoom = useReaders();

const join = (options: Partial<ConnectionOptions> = {}): Reader => readRoom(gateway.url, options);

describe('joining', () => {
  it('offers compressed frames first, and says what the welcome says', async () => {
    const { seen, connection } = join();
    const peer = await gateway.peer();
    expect(peer.path).toBe('/v1/rooms/lobby/ws');
    expect(peer.subprotocol).toBe('danmaku.v1.deflate');
    peer.say(welcome({ comments: [comment('a')], viewers: 7 }));
    await until(() => expect(seen.comments).toHaveLength(1));
    expect(seen.states.map(({ state }) => state)).toEqual(['connecting', 'joined']);
    expect(seen.rooms.at(-1)).toMatchObject({ room: 'lobby', viewers: 7, you: { id: 'g_1' } });
    expect(connection.state()).toEqual({ state: 'joined' });
  });

  it('offers plain frames only where the browser can not inflate', async () => {
    vi.stubGlobal('DecompressionStream', undefined);
    join();
    expect((await gateway.peer()).subprotocol).toBe('danmaku.v1.json');
  });

  it('asks the time at once, and is off by half a round trip at most', async () => {
    gateway.answersHeartbeats = false;
    const { connection, ids } = join();
    const peer = await gateway.peer();
    peer.say(welcome({ time: Date.now() + 90_000 }));
    const { sent } = await peer.hear('heartbeat');
    peer.say({ type: 'heartbeat', sent: Number(sent), time: Number(sent) + 90_000, viewers: 1 });
    peer.say({ type: 'comments', offset: '1', comments: [comment('a')] });
    await until(() => expect(ids()).toEqual(['a']));
    const errorMs = Math.abs((connection.clockOffsetMs() ?? 0) - 90_000);
    expect(errorMs).toBeLessThanOrEqual((connection.roundTripMs() ?? 0) / 2 + 1);
  });

  it('stops before trying when the room can not be the name of one', () => {
    const { seen } = join({ room: '../etc' });
    expect(seen.states).toEqual([
      { state: 'stopped', code: 4404, reason: expect.stringContaining('1 to 64') as string },
    ]);
    expect(gateway.unasked).toBe(0);
  });

  it('stops when the gateway speaks another version of the protocol', async () => {
    const { seen } = join();
    const peer = await gateway.peer();
    peer.say(welcome({ protocol: 2 }));
    await until(() => expect(seen.states.at(-1)).toMatchObject({ state: 'stopped', code: 4410 }));
    await peer.closed;
  });

  it('tries again when no welcome comes in time', async () => {
    const { seen } = join({ welcomeWithinMs: 50 });
    await (
      await gateway.peer()
    ).closed;
    (await gateway.peer()).say(welcome());
    await until(() => expect(seen.states.map(({ state }) => state)).toContain('joined'));
    expect(seen.states.map(({ state }) => state)).toEqual(['connecting', 'waiting', 'connecting', 'joined']);
  });
});

describe('frames', () => {
  it('come in the order they were sent, compressed or not, and the end after the last of them', async () => {
    const { ids, seen } = join();
    const peer = await gateway.peer();
    peer.say(welcome());
    for (let n = 0; n < 40; n += 1) {
      const message = { type: 'comments', offset: String(n), comments: [comment(`c${n}`)] } as const;
      if (n % 3 === 0) peer.sayDeflated(message);
      else peer.say(message);
    }
    peer.close(4403, 'banned');
    await until(() => expect(seen.states.at(-1)).toMatchObject({ state: 'stopped', code: 4403, reason: 'banned' }));
    expect(ids()).toEqual(Array.from({ length: 40 }, (_, n) => `c${n}`));
  });

  it('that make no sense are reported and cost nothing else', async () => {
    const { ids, seen } = join();
    const peer = await gateway.peer();
    peer.say(welcome());
    peer.sayRaw('{"type":"comments"');
    peer.sayRaw(Buffer.from([0xff, 0x00, 0x13]));
    peer.sayRaw('{"type":"of a later version","comments":7}');
    peer.sayRaw('{"type":"comments","offset":"1","comments":[{"id":1},null,"x"]}');
    peer.say({ type: 'comments', offset: '2', comments: [comment('good')] });
    await until(() => expect(ids()).toEqual(['good']));
    expect(seen.errors).toHaveLength(2);
  });

  it('count what the room left out, and hand on recalls and new settings', async () => {
    const { seen } = join();
    const peer = await gateway.peer();
    peer.say(welcome());
    peer.say({ type: 'comments', offset: '1', comments: [], leftOut: 12 });
    peer.say({ type: 'recall', ids: ['a'] });
    peer.say({ type: 'settings', settings: { ...welcome().settings, slowModeMs: 3000 } });
    await until(() => expect(seen.rooms.at(-1)?.settings.slowModeMs).toBe(3000));
    expect(seen.leftOut).toBe(12);
    expect(seen.recalls).toMatchObject([{ ids: ['a'] }]);
  });
});

describe('losing the line', () => {
  it('resumes after the last offset, and hands on nothing twice', async () => {
    const { ids, seen } = join();
    const first = await gateway.peer();
    first.say(welcome({ offset: '5', comments: [comment('a')] }));
    first.say({ type: 'comments', offset: '6/7', comments: [comment('b')] });
    await until(() => expect(ids()).toEqual(['a', 'b']));
    first.cut();
    const second = await gateway.peer();
    expect(second.path).toBe('/v1/rooms/lobby/ws?after=6%2F7');
    second.say(welcome({ offset: '8', comments: [comment('b'), comment('c')] }));
    await until(() => expect(ids()).toEqual(['a', 'b', 'c']));
    expect(seen.states.map(({ state }) => state)).toEqual(['connecting', 'joined', 'waiting', 'connecting', 'joined']);
  });

  it.each([4400, 4401, 4403, 4404, 4410, 4499])('is final with code %i', async (code) => {
    const { seen, connection } = join();
    const peer = await gateway.peer();
    peer.say(welcome());
    peer.close(code, 'go');
    await until(() => expect(connection.state()).toEqual({ state: 'stopped', code, reason: 'go' }));
    expect(seen.states.filter(({ state }) => state === 'waiting')).toEqual([]);
    await expect(connection.post({ text: 'x' })).rejects.toMatchObject({ code: 'closed' });
  });

  it.each([4500, 4503, 4508, 4529, 1012])('is passing with code %i', async (code) => {
    join();
    (await gateway.peer()).close(code);
    await expect(gateway.peer()).resolves.toBeDefined();
  });

  it('is noticed when nothing answers a heartbeat', async () => {
    gateway.answersHeartbeats = false;
    const { ids } = join();
    const first = await gateway.peer();
    first.say(welcome({ heartbeatMs: 100, offset: '3' }));
    await first.hear('heartbeat');
    const second = await gateway.peer();
    expect(second.path).toContain('after=3');
    second.say(welcome({ comments: [comment('later')] }));
    await until(() => expect(ids()).toEqual(['later']));
    await first.closed;
  });

  it('says the last offset processed with each heartbeat', async () => {
    gateway.answersHeartbeats = false;
    join();
    const peer = await gateway.peer();
    peer.say(welcome({ heartbeatMs: 100, offset: '3' }));
    const first = await peer.hear('heartbeat');
    peer.say({ type: 'comments', offset: '9', comments: [] });
    peer.say({ type: 'heartbeat', sent: Number(first['sent']), time: Date.now(), viewers: 4 });
    expect(first['offset']).toBe('3');
    expect((await peer.hear('heartbeat'))['offset']).toBe('9');
  });

  it('is probed on the page’s word, and tried again at once while waiting', async () => {
    const { connection } = join({ random: () => 0.999 });
    const first = await gateway.peer();
    first.say(welcome());
    await first.hear('heartbeat');
    connection.probe();
    await first.hear('heartbeat');
    first.close(1001);
    await until(() => expect(connection.state()).toMatchObject({ state: 'waiting' }));
    connection.probe();
    await gateway.peer();
    expect(connection.state()).toEqual({ state: 'connecting' });
  });
});

describe('a gateway that leaves', () => {
  it('delivers until the new line is welcomed, and the page sees no change', async () => {
    const { ids, seen } = join();
    const old = await gateway.peer();
    old.say(welcome({ offset: '1' }));
    old.say({ type: 'drain', withinMs: 20_000 });
    const next = await gateway.peer();
    expect(next.path).toContain('after=1');
    old.say({ type: 'comments', offset: '2', comments: [comment('from old')] });
    await until(() => expect(ids()).toEqual(['from old']));
    next.say(welcome({ offset: '3', comments: [comment('from old'), comment('from new')] }));
    await old.closed;
    next.say({ type: 'comments', offset: '4', comments: [comment('newer')] });
    await until(() => expect(ids()).toEqual(['from old', 'from new', 'newer']));
    expect(seen.states.map(({ state }) => state)).toEqual(['connecting', 'joined']);
  });

  it('that is gone before the new line is there only costs a wait', async () => {
    const { ids } = join();
    const old = await gateway.peer();
    old.say(welcome({ offset: '1' }));
    old.say({ type: 'drain', withinMs: 20_000 });
    const next = await gateway.peer();
    old.close(1001);
    await old.closed;
    next.say(welcome({ offset: '2', comments: [comment('a')] }));
    await until(() => expect(ids()).toEqual(['a']));
  });
});

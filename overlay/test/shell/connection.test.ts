import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DanmakuComment } from '@danmaku-live/protocol';
import { createConnection } from '../../src/connection/connect.ts';
import type { Connection, ConnectionOptions, ConnectionState, RoomView } from '../../src/connection/connection.ts';
import { BrowserLikeWebSocket, stubStorage, until } from './browser-like.ts';
import { comment, ScriptedGateway, welcome, YOU } from './scripted-gateway.ts';

let gateway: ScriptedGateway;
const running: Connection[] = [];

function join(options: Partial<ConnectionOptions> = {}) {
  const seen = {
    states: [] as ConnectionState[],
    rooms: [] as RoomView[],
    comments: [] as DanmakuComment[],
    leftOut: 0,
    recalls: [] as unknown[],
    errors: [] as string[],
  };
  const connection = createConnection(
    { gateway: gateway.url, room: 'lobby', base: gateway.url, random: () => 0, ...options },
    {
      onState: (state) => seen.states.push(state),
      onRoom: (room) => seen.rooms.push(room),
      onComments(comments, arrival) {
        seen.comments.push(...comments);
        seen.leftOut += arrival.leftOut;
      },
      onRecall: (what) => seen.recalls.push(what),
      onError: (error) => seen.errors.push(error.message),
    },
  );
  running.push(connection);
  connection.start();
  return { connection, seen, ids: () => seen.comments.map(({ id }) => id) };
}

beforeEach(async () => {
  vi.stubGlobal('WebSocket', BrowserLikeWebSocket);
  gateway = await ScriptedGateway.start();
});

afterEach(async () => {
  for (const connection of running.splice(0)) connection.destroy();
  await gateway.stop();
  vi.unstubAllGlobals();
});

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

  it('asks the time at once, and takes the middle of the round trip for the moment of the answer', async () => {
    const { connection } = join();
    const peer = await gateway.peer();
    peer.say(welcome({ time: Date.now() + 60_000 }));
    const { sent } = await peer.hear('heartbeat');
    peer.say({ type: 'heartbeat', sent: Number(sent), time: Number(sent) + 90_000, viewers: 1 });
    await until(() => expect(connection.clockOffsetMs()).toBeGreaterThan(89_000));
    expect(connection.clockOffsetMs()).toBeLessThanOrEqual(90_000);
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

describe('posting', () => {
  it('resolves with the id of the ack', async () => {
    const { connection } = join();
    const peer = await gateway.peer();
    peer.say(welcome());
    const posted = connection.post({ text: '前方高能', mode: 'top' });
    const { ref, text, mode } = await peer.hear('post');
    expect({ text, mode }).toEqual({ text: '前方高能', mode: 'top' });
    peer.say({ type: 'ack', ref: String(ref), id: 'c1' });
    await expect(posted).resolves.toEqual({ id: 'c1' });
  });

  it('rejects with code, message and time of a refusal', async () => {
    const { connection } = join();
    const peer = await gateway.peer();
    peer.say(welcome());
    const posted = connection.post({ text: 'x' });
    const { ref } = await peer.hear('post');
    peer.say({ type: 'refused', ref: String(ref), code: 'slow_mode', message: 'Slow down.', retryAfterMs: 900 });
    await expect(posted).rejects.toEqual({ code: 'slow_mode', message: 'Slow down.', retryAfterMs: 900 });
  });

  it('waits for the welcome, and is repeated with the same ref on the next line', async () => {
    const { connection } = join();
    const posted = connection.post({ text: 'early' });
    const first = await gateway.peer();
    first.say(welcome());
    const { ref } = await first.hear('post');
    first.cut();
    const second = await gateway.peer();
    second.say(welcome());
    expect(await second.hear('post')).toMatchObject({ ref, text: 'early' });
    second.say({ type: 'ack', ref: String(ref), id: 'c9' });
    await expect(posted).resolves.toEqual({ id: 'c9' });
  });

  it('does not hand on the frame that brings back what was acknowledged', async () => {
    const { connection, ids } = join();
    const peer = await gateway.peer();
    peer.say(welcome());
    const posted = connection.post({ text: 'mine' });
    const { ref } = await peer.hear('post');
    peer.say({ type: 'ack', ref: String(ref), id: 'mine' });
    peer.say({ type: 'comments', offset: '2', comments: [comment('mine'), comment('other')] });
    await posted;
    await until(() => expect(ids()).toEqual(['other']));
  });

  it('gives up without an answer, and refuses more than a reader can have typed', async () => {
    const { connection } = join({ giveUpMs: 60 });
    (await gateway.peer()).say(welcome());
    const posts = Array.from({ length: 21 }, (_, n) =>
      connection.post({ text: String(n) }).catch((error: unknown) => error),
    );
    await expect(posts[20]).resolves.toMatchObject({ code: 'overloaded' });
    await expect(posts[0]).resolves.toMatchObject({ code: 'no_answer' });
  });

  it('is refused when the page ends the connection', async () => {
    const { connection } = join();
    const posted = connection.post({ text: 'x' });
    connection.destroy();
    await expect(posted).rejects.toMatchObject({ code: 'closed' });
  });
});

describe('identity', () => {
  it('keeps a guest’s token, shows it first on the next line, and posts only when it is accepted', async () => {
    const items = stubStorage();
    const first = join();
    (await gateway.peer()).say(welcome());
    await until(() => expect([...items.values()]).toEqual(['guest.1.x']));
    first.connection.destroy();

    const { connection, seen } = join();
    const peer = await gateway.peer();
    const posted = connection.post({ text: 'x' });
    expect(await peer.hear('auth')).toEqual({ type: 'auth', token: 'guest.1.x' });
    peer.say(welcome({ you: { ...YOU, id: 'g_2', token: 'guest.2.x' } }));
    await peer.hear('heartbeat');
    peer.say({ type: 'you', you: YOU });
    const { ref } = await peer.hear('post');
    peer.say({ type: 'ack', ref: String(ref), id: 'c' });
    await posted;
    expect(seen.rooms.at(-1)?.you.id).toBe('g_1');
    expect([...items.values()]).toEqual(['guest.1.x']);
  });

  it('becomes the welcome’s new guest when the kept token is refused', async () => {
    const items = stubStorage();
    items.set(`danmaku-live:guest:${new URL(gateway.url).host}`, 'guest.old.x');
    const { connection } = join();
    const peer = await gateway.peer();
    await peer.hear('auth');
    peer.say(welcome());
    peer.say({ type: 'refused', code: 'token_expired', message: 'Too old.' });
    void connection.post({ text: 'x' }).catch(() => undefined);
    await peer.hear('post');
    expect([...items.values()]).toEqual(['guest.1.x']);
  });

  it('asks the page for a token at every line, and shows it before anything else', async () => {
    let asked = 0;
    const token = async () => `t${(asked += 1)}`;
    join({ token });
    const first = await gateway.peer();
    expect(await first.hear('auth')).toEqual({ type: 'auth', token: 't1' });
    first.say(welcome({ you: { id: 'u', name: 'U', role: 'member', can: ['read', 'post'] } }));
    first.cut();
    expect(await (await gateway.peer()).hear('auth')).toEqual({ type: 'auth', token: 't2' });
  });

  it('goes on as a guest when the page’s function fails, and says so', async () => {
    const { seen } = join({ token: () => Promise.reject(new Error('no session')) });
    (await gateway.peer()).say(welcome());
    await until(() => expect(seen.states.at(-1)?.state).toBe('joined'));
    expect(seen.errors).toEqual(['The page gave no token; going on as a guest.']);
  });
});

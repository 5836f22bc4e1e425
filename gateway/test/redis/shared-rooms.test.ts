/** Two gateways on one Redis: nobody notices which one they are on. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { join } from '../client.ts';
import { SERVER_KEY, startGateway, type Gateway } from '../harness.ts';
import { RedisServer } from './redis-server.ts';

const WAIT = { timeout: 10_000, interval: 20 };

describe('Two gateways on one Redis', () => {
  let redis: RedisServer;
  let one: Gateway;
  let two: Gateway;

  beforeAll(async () => {
    redis = await RedisServer.start();
    const env = { REDIS_URL: redis.url, POST_PER_SECOND: '100', POST_BURST: '1000', ROOM_BUDGET: '1000' };
    [one, two] = await Promise.all([startGateway(env), startGateway(env)]);
  });
  afterAll(async () => {
    await Promise.all([one.stop(), two.stop()]);
    await redis.stop();
  });

  const api = (gateway: Gateway, path: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${gateway.port}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${SERVER_KEY}`, 'content-type': 'application/json' },
    });

  it('show a comment of one to the viewers of the other, with the same id and the same offset', async () => {
    const [ann, bob] = [await join(one, 'room-1'), await join(two, 'room-1')];
    const ack = await ann.post({ ref: '1', text: '前方高能' });
    const [here, there] = [await ann.sees('前方高能'), await bob.sees('前方高能')];
    expect(ack).toMatchObject({ type: 'ack', id: here.id });
    expect(there).toEqual(here);
    expect(bob.offset).toBe(ann.offset);
    await Promise.all([ann.close(), bob.close()]);
  });

  it('continue one another: who leaves one resumes at the other with exactly what was missed', async () => {
    const [ann, bob] = [await join(one, 'room-2'), await join(two, 'room-2')];
    await ann.post({ ref: '1', text: 'seen' });
    await bob.sees('seen');
    const after = bob.offset;
    await bob.close();
    for (const text of ['missed 1', 'missed 2']) await ann.post({ ref: text, text });
    const back = await join(one, 'room-2', { after });
    const welcome = back.messages[0];
    expect(welcome).toMatchObject({ recovered: true, comments: [{ text: 'missed 1' }, { text: 'missed 2' }] });
    await Promise.all([ann.close(), back.close()]);
  });

  it('continue one another where nothing had been said yet, whoever saw that first (4.2)', async () => {
    const early = await join(one, 'room-empty');
    const late = await join(two, 'room-empty');
    const [seenEarly, seenLate] = [early.offset, late.offset];
    await Promise.all([early.close(), late.close()]);
    for (const after of [seenEarly, seenLate]) {
      for (const gateway of [one, two]) {
        const back = await join(gateway, 'room-empty', { after });
        expect(back.messages[0]).toMatchObject({ recovered: true, comments: [] });
        expect(back.offset >= after).toBe(true);
        await back.close();
      }
    }
    const [ann, bob] = [await join(one, 'room-empty'), await join(two, 'room-empty')];
    for (const text of ['first', 'second']) await ann.post({ ref: text, text });
    await bob.sees('second');
    expect(bob.offset > seenLate).toBe(true);
    for (const [after, gateway] of [[seenEarly, two] as const, [seenLate, one] as const]) {
      const back = await join(gateway, 'room-empty', { after });
      expect(back.messages[0]).toMatchObject({ recovered: true, comments: [{ text: 'first' }, { text: 'second' }] });
      await back.close();
    }
    await Promise.all([ann.close(), bob.close()]);
  });

  it('store nothing of a refused request, nor of a look at a room (7.3)', async () => {
    const post = (room: string, body: unknown) =>
      api(one, `/v1/rooms/${room}/comments`, { method: 'POST', body: JSON.stringify(body) });
    expect((await post('nobody-1', { text: ' ' })).status).toBe(400);
    expect((await post('nobody-2', { text: 'x'.repeat(101) })).status).toBe(400);
    expect((await api(one, '/v1/rooms/nobody-3')).status).toBe(200);
    const guest = await join(two, 'nobody-4');
    await guest.close();
    await vi.waitFor(async () => expect(await redis.admin.keys('*nobody-*')).toEqual([]), WAIT);
    expect((await post('nobody-1', { text: 'now' })).status).toBe(201);
    expect(await redis.admin.keys('*nobody-1*')).not.toEqual([]);
  });

  it('lose no change of settings, however many come at once, nor one to a recall (7.8)', async () => {
    const patch = (gateway: Gateway, room: string, body: unknown) =>
      api(gateway, `/v1/rooms/${room}/settings`, { method: 'PATCH', body: JSON.stringify(body) });
    const settingsOf = async (room: string) =>
      ((await (await api(two, `/v1/rooms/${room}`)).json()) as { settings: Record<string, unknown> }).settings;
    const changes = {
      locked: true,
      slowModeMs: 5000,
      guests: 'read',
      maxLength: 50,
      duplicates: 'merge',
      holdMs: 1000,
    };
    const answers = await Promise.all(
      Object.entries(changes).map(([name, value], index) =>
        patch(index % 2 === 0 ? one : two, 'settings-1', { [name]: value }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(await settingsOf('settings-1')).toEqual(changes);
    for (let round = 0; round < 5; round += 1) {
      const room = `pinned-${round}`;
      const posted = await api(one, `/v1/rooms/${room}/comments`, { method: 'POST', body: '{"text":"pin me"}' });
      const { id } = (await posted.json()) as { id: string };
      await patch(one, room, { pinned: id });
      await Promise.all([
        api(one, `/v1/rooms/${room}/comments/${id}`, { method: 'DELETE' }),
        patch(two, room, { locked: true }),
      ]);
      const settings = await settingsOf(room);
      expect(settings).toMatchObject({ locked: true });
      expect(settings).not.toHaveProperty('pinned');
    }
  });

  it('know each other’s guests by their tokens', async () => {
    const ann = await join(one, 'room-3');
    const welcome = ann.messages[0];
    const you = welcome && 'you' in welcome ? welcome.you : undefined;
    const again = await join(two, 'room-3');
    again.send({ type: 'auth', token: you?.token });
    expect((await again.take('you')).you.id).toBe(you?.id);
    await Promise.all([ann.close(), again.close()]);
  });

  it('answer the same ref with the same id, whichever of them is asked', async () => {
    const post = (gateway: Gateway) =>
      api(gateway, '/v1/rooms/room-4/comments', {
        method: 'POST',
        body: JSON.stringify({ ref: 'once', text: 'only once' }),
      }).then((answer) => answer.json());
    expect(await post(two)).toEqual(await post(one));
    const history = await api(two, '/v1/rooms/room-4/comments').then((answer) => answer.json());
    expect(history).toMatchObject({ comments: [{ text: 'only once' }] });
  });

  it('share settings and recalls', async () => {
    const [ann, bob] = [await join(one, 'room-5'), await join(two, 'room-5')];
    const settings = { slowModeMs: 60_000 };
    await api(one, '/v1/rooms/room-5/settings', { method: 'PATCH', body: JSON.stringify(settings) });
    expect((await bob.take('settings')).settings).toMatchObject(settings);
    const ack = await bob.post({ ref: '1', text: 'first' });
    expect(await bob.post({ ref: '2', text: 'second' })).toMatchObject({ type: 'refused', code: 'slow_mode' });
    await ann.sees('first');
    const id = 'id' in ack ? ack.id : '';
    await api(two, `/v1/rooms/room-5/comments/${id}`, { method: 'DELETE' });
    expect(await ann.take('recall')).toMatchObject({ ids: [id] });
    const late = await join(one, 'room-5');
    expect(late.messages[0]).toMatchObject({ comments: [], settings });
    await Promise.all([ann.close(), bob.close(), late.close()]);
  });

  it('count viewers together', async () => {
    const viewers = [await join(one, 'room-6'), await join(one, 'room-6'), await join(two, 'room-6')];
    await vi.waitFor(async () => {
      const room = await api(two, '/v1/rooms/room-6').then((answer) => answer.json());
      expect(room).toMatchObject({ viewers: 3, instances: 2 });
    }, WAIT);
    await vi.waitFor(async () => {
      viewers[0]?.send({ type: 'heartbeat', sent: 1 });
      expect((await viewers[0]?.take('heartbeat'))?.viewers).toBe(3);
    }, WAIT);
    await Promise.all(viewers.map((viewer) => viewer.close()));
  });

  it('cost Redis one script per batch of comments, not one per comment', async () => {
    const ann = await join(one, 'room-7');
    const monitor = await redis.admin.monitor();
    const calls: string[] = [];
    monitor.on('monitor', (_time: string, args: string[], source: string) => {
      // What a script does inside is the source "lua".
      if (source !== 'lua' && args.some((arg) => arg.endsWith('log:room-7'))) calls.push(args[0] ?? '');
    });
    for (let index = 0; index < 200; index += 1) ann.send({ type: 'post', ref: `r${index}`, text: `line ${index}` });
    await ann.sees('line 199');
    await ann.until(
      () => (ann.messages.filter(({ type }) => type === 'ack').length === 200 ? true : undefined),
      'acks',
    );
    // The monitor sees commands in their order: after this one it has seen all before it.
    await redis.admin.echo('end');
    await vi.waitFor(() => expect(calls.length).toBeGreaterThan(0), WAIT);
    const posted = calls.filter((name) => name === 'evalsha' || name === 'eval').length;
    expect(posted).toBeLessThanOrEqual(10);
    monitor.disconnect();
    await ann.close();
  });
});

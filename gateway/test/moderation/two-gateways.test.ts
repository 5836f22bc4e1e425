import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, join, socketUrl, newRoom } from '../client.ts';
import { SERVER_KEY, startGateway, type Gateway } from '../harness.ts';
import { RedisServer } from '../redis/redis-server.ts';
import { SECRET, enter, kept, moderate, tokenOf } from './people.ts';

const RATE = 20;

let redis: RedisServer;
let one: Gateway;
let two: Gateway;
const env = () => ({
  JWT_SECRET: SECRET,
  REDIS_URL: redis.url,
  TRUSTED_PROXIES: '127.0.0.1',
  POST_PER_SECOND: '1000',
  POST_BURST: '1000',
});

beforeAll(async () => {
  redis = await RedisServer.start();
  [one, two] = await Promise.all([startGateway(env()), startGateway(env())]);
});
afterAll(async () => {
  await Promise.all([one.stop(), two.stop()]);
  await redis.stop();
});

describe('What a moderator does at one gateway, with viewers at another', () => {
  it('a recall leaves their screens, and their log', async () => {
    const room = newRoom();
    const viewer = await join(two, room);
    const ann = await enter(one, room, 'ann');
    for (let count = 0; count < 10; count += 1) {
      const answer = await ann.post({ ref: `${count}`, text: `n${count}` });
      const id = 'id' in answer ? answer.id : '';
      await viewer.sees(`n${count}`);
      await moderate(one, room, 'DELETE', `/comments/${id}`);
      expect((await viewer.take('recall')).ids).toEqual([id]);
    }
    expect(await kept(two, room)).toEqual([]);
  });

  it('a recall leaves the screen of who comes back there, and what its user said later stays (4.5)', async () => {
    const room = newRoom();
    const viewer = await join(two, room);
    const [ann, bob] = [await enter(one, room, 'ann'), await enter(one, room, 'bob')];
    await bob.post({ ref: '1', text: 'hello' });
    await viewer.sees('hello');
    await viewer.close();
    await ann.post({ ref: '1', text: 'taken back' });
    await moderate(one, room, 'DELETE', '/comments?user=ann');
    await ann.post({ ref: '2', text: 'sorry' });
    // One gateway has heard all of it as it happened, one reads it from the log.
    const fresh = await startGateway(env());
    for (const gateway of [one, two, fresh]) {
      const back = await join(gateway, room, { after: viewer.offset });
      expect(await back.welcome()).toMatchObject({ recovered: true, comments: [{ text: 'sorry' }] });
      expect(await back.take('recall')).toEqual({ type: 'recall', ids: [expect.any(String)] });
    }
    await fresh.stop();
  });

  it('a ban closes connections there, by address too, and keeps new ones out', async () => {
    const room = newRoom();
    const from = { headers: { 'x-forwarded-for': '2001:db8:9:9::1' } };
    const ann = await enter(two, room, 'ann', 'member', from);
    const sibling = await join(two, room, { headers: { 'x-forwarded-for': '2001:db8:9:9::2' } });
    await moderate(one, room, 'PUT', '/sanctions/ann', { kind: 'ban', byAddress: true });
    expect([(await ann.closed).code, (await sibling.closed).code]).toEqual([4403, 4403]);
    const elsewhere = new Client(socketUrl(one, room), from);
    expect((await elsewhere.closed).code).toBe(4403);
  });

  it('mutes, shadow bans, words, slow mode and holding hold there at once', async () => {
    const room = newRoom();
    const [ann, bob, mod] = [
      await enter(two, room, 'ann'),
      await enter(one, room, 'bob'),
      await enter(two, room, 'mod', 'moderator'),
    ];
    const code = async (text: string) => {
      const answer = await ann.post({ ref: text, text });
      return 'code' in answer ? answer.code : 'ack';
    };
    await moderate(one, room, 'PUT', '/sanctions/ann', { kind: 'mute', seconds: 60 });
    await expect.poll(() => code('muted?')).toBe('muted');
    await moderate(one, room, 'PUT', '/sanctions/ann', { kind: 'shadow' });
    await expect.poll(() => code('unseen')).toBe('ack');
    await moderate(one, room, 'DELETE', '/sanctions/ann');
    await moderate(one, room, 'PUT', '/words', { words: ['scam'] });
    await expect.poll(() => code('scam')).toBe('blocked_word');
    await moderate(one, room, 'PATCH', '/settings', { holdMs: 300 });
    await ann.takeWhere('settings', ({ settings }) => settings.holdMs === 300);
    expect(await code('held')).toBe('ack');
    expect((await mod.take('held')).comment.text).toBe('held');
    expect((await bob.sees('held')).id).toBe((await ann.sees('held')).id);
    expect(bob.texts).toEqual(['held']);
    expect(await kept(one, room)).toEqual(['held']);
  });

  it('stays when every gateway is restarted', async () => {
    const room = newRoom();
    const cyd = await enter(two, room, 'cyd', 'member', { headers: { 'x-forwarded-for': '203.0.113.77' } });
    await moderate(one, room, 'PUT', '/sanctions/cyd', { kind: 'ban', byAddress: true });
    await cyd.closed;
    await moderate(one, room, 'PUT', '/words', { words: ['scam'] });
    await Promise.all([one.stop(), two.stop()]);
    [one, two] = await Promise.all([startGateway(env()), startGateway(env())]);
    const bob = await enter(one, room, 'bob');
    expect(await bob.post({ ref: '1', text: 'scam' })).toMatchObject({ code: 'blocked_word' });
    for (const options of [{ bearer: tokenOf('cyd') }, { headers: { 'x-forwarded-for': '203.0.113.77' } }]) {
      expect((await new Client(socketUrl(two, room), options).closed).code).toBe(4403);
    }
  });
});

describe('A comment that is held when its gateway dies', () => {
  it('is published by another, once', async () => {
    const room = newRoom();
    const dying = await startGateway(env());
    await moderate(one, room, 'PATCH', '/settings', { holdMs: 200 });
    const [ann, bob] = [await enter(dying, room, 'ann'), await enter(two, room, 'bob')];
    await ann.post({ ref: '1', text: 'my last words' });
    dying.signal('SIGKILL');
    await dying.exited;
    await bob.sees('my last words');
    await bob.settle();
    expect(bob.texts).toEqual(['my last words']);
    await expect.poll(async () => (await moderate(one, room, 'GET', '/held')).json).toEqual({ held: [] });
    expect(await kept(one, room)).toEqual(['my last words']);
  });
});

/** Posts as fast as answers allow at both gateways, from so many users, for a while; tells how many were taken until the last one. */
async function storm(
  gateways: readonly Gateway[],
  seconds: number,
  addressOf: (index: number) => string,
): Promise<{ taken: number; seconds: number }> {
  const room = newRoom();
  const clients = await Promise.all(
    Array.from({ length: 8 }, (_, index) => {
      const gateway = gateways[index % gateways.length] as Gateway;
      return enter(gateway, room, `user-${index}`, 'member', { headers: { 'x-forwarded-for': addressOf(index) } });
    }),
  );
  const startMs = Date.now();
  const until = startMs + seconds * 1000;
  let taken = 0;
  let lastTakenMs = startMs;
  await Promise.all(
    clients.map(async (client, index) => {
      for (let ref = 0; Date.now() < until; ref += 1) {
        const answer = await client.post({ ref: `${index} ${ref}`, text: `${index} ${ref}` });
        if (answer.type === 'ack') [taken, lastTakenMs] = [taken + 1, Date.now()];
        // A client that does as it is told comes back when it may.
        else await new Promise((resolve) => setTimeout(resolve, answer.retryAfterMs));
      }
    }),
  );
  await Promise.all(clients.map((client) => client.close()));
  return { taken, seconds: (lastTakenMs - startMs) / 1000 };
}

describe('Rates over all gateways (3.10)', () => {
  let limited: readonly Gateway[];
  beforeAll(async () => {
    const limits = { ...env(), ADDRESS_POSTS_PER_SECOND: String(RATE), ROOM_POSTS_PER_SECOND: String(2 * RATE) };
    limited = await Promise.all([startGateway(limits), startGateway(limits)]);
  });
  afterAll(() => Promise.all(limited.map((gateway) => gateway.stop())));

  it.each([
    ['an address', RATE, () => '2001:db8:5:5::1'],
    ['a room', 2 * RATE, (index: number) => `203.0.113.${index}`],
  ])('of %s stay within a tenth of what is set', async (_name, rate, addressOf) => {
    const { taken, seconds } = await storm(limited, 2, addressOf);
    // The burst is one second's worth.
    expect(taken).toBeGreaterThan(rate * (seconds + 1) * 0.9);
    expect(taken).toBeLessThan(rate * (seconds + 1) * 1.1);
  });

  it('do not hold for servers', async () => {
    const room = newRoom();
    const server = await join(limited[0] as Gateway, room, { bearer: SERVER_KEY });
    const posts = Array.from({ length: 10 * RATE }, (_, index) => server.post({ ref: `${index}`, text: `n${index}` }));
    expect(new Set((await Promise.all(posts)).map(({ type }) => type))).toEqual(new Set(['ack']));
  });
});

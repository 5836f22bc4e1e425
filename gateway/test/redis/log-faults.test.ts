/** A log that loses its end, its place or its listeners is noticed, and told anew. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { commentBy, rate, submit, textOf, type Ear } from '../../src/broker/ear.contract.ts';
import { RedisKeys, slotOfPartition } from '../../src/broker/redis-keys.ts';
import { connect, say, type Listening } from './brokers.ts';
import { RedisServer, startCluster, type RedisCluster } from './redis-server.ts';

const WAIT = { timeout: 40_000, interval: 20 };
const listening: Listening[] = [];

const join = async (urls: readonly string[], maxComments?: number, maxControls?: number) => {
  const one = await connect(urls, maxComments, maxControls);
  listening.push(one);
  return one;
};
afterEach(async () => {
  await Promise.all(listening.splice(0).map(({ broker }) => broker.close()));
});

/** The comments of the log that a listener was last told to take. */
const restarted = (ear: Ear, room: string) =>
  ear.restarts
    .findLast((restart) => restart.room === room)
    ?.snapshot.lines.flatMap(({ line }) => (line.kind === 'comment' ? [textOf(line)] : []));

describe('A log on one Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(() => redis.stop());

  /** Keeps a copy of a room's log; what it answers puts the copy in its place. */
  const remember = async (room: string) => {
    const { head, log } = new RedisKeys(false, 0).room(room);
    const copies = await Promise.all([head, log].map((key) => redis.admin.dumpBuffer(key)));
    return () =>
      Promise.all([head, log].map((key, index) => redis.admin.restore(key, 0, copies[index] ?? '', 'REPLACE')));
  };

  it('that was set back is numbered anew: no offset means two comments, and nobody misses what followed', async () => {
    const [here, there] = [await join([redis.url]), await join([redis.url])];
    await Promise.all([here.broker.subscribe('set-back'), there.broker.subscribe('set-back')]);
    await say(here.broker, 'set-back', 'a', 'b');
    const setBack = await remember('set-back');
    await say(here.broker, 'set-back', 'c', 'd');
    await vi.waitFor(() => expect(there.ear.texts('set-back')).toEqual(['a', 'b', 'c', 'd']), WAIT);
    await setBack();
    // Somebody who does not know the lost comments writes over them, and further.
    const stranger = await join([redis.url]);
    await say(stranger.broker, 'set-back', 'x', 'y', 'z');
    for (const { ear } of [here, there]) {
      await vi.waitFor(() => expect(restarted(ear, 'set-back')).toEqual(['a', 'b', 'x', 'y', 'z']), WAIT);
    }
    const epochs = [here, there].map(({ ear }) => ear.restarts.at(-1)?.snapshot.last);
    expect(epochs[0]).toEqual(epochs[1]);
    expect(epochs[0]?.epochMs).toBeGreaterThan(here.ear.entries('set-back')[0]?.last.epochMs ?? 0);
    await say(stranger.broker, 'set-back', 'after');
    for (const { ear } of [here, there]) {
      await vi.waitFor(() => expect(ear.texts('set-back').at(-1)).toBe('after'), WAIT);
      expect(ear.entries('set-back').at(-1)?.last).toEqual({ epochMs: epochs[0]?.epochMs, seq: 6 });
    }
  });

  it('that was set back unheard is found out as soon as the subscription is made again', async () => {
    const here = await join([redis.url]);
    await here.broker.subscribe('unheard');
    await say(here.broker, 'unheard', 'a');
    const setBack = await remember('unheard');
    await say(here.broker, 'unheard', 'b');
    await vi.waitFor(() => expect(here.ear.texts('unheard')).toEqual(['a', 'b']), WAIT);
    await setBack();
    await redis.admin.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await vi.waitFor(() => expect(restarted(here.ear, 'unheard')).toEqual(['a']), WAIT);
  });

  it('is read page by page when it is long, and so is a long gap', async () => {
    const [here, there] = [await join([redis.url], 5000), await join([redis.url], 5000)];
    const batch = (from: number) => Array.from({ length: 900 }, (_, index) => `line ${from + index}`);
    for (const from of [0, 900, 1800]) await say(here.broker, 'long', ...batch(from));
    const snapshot = await there.broker.subscribe('long');
    expect(snapshot.lines).toHaveLength(2700);
    const killed = redis.admin.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await Promise.all([killed, ...[2700, 3600, 4500].map((from) => say(here.broker, 'long', ...batch(from)))]);
    await vi.waitFor(() => expect(there.ear.texts('long')).toHaveLength(2700), WAIT);
    expect(there.ear.gaps('long')).toEqual([]);
    expect(new Set(there.ear.texts('long')).size).toBe(2700);
    const { lines } = await there.broker.read('long');
    expect(lines.map(({ line }) => (line.kind === 'comment' ? textOf(line) : ''))[0]).toBe('line 400');
    expect(lines).toHaveLength(5000);
  });

  it('in which moderators did more than it keeps, unheard, is told anew with its state', async () => {
    const [here, there] = [await join([redis.url], 100, 3), await join([redis.url], 100, 3)];
    await there.broker.subscribe('moderated');
    await say(here.broker, 'moderated', 'a');
    const act = (index: number) => {
      const change = { [`field ${index}`]: 'text' };
      return here.broker.control('moderated', { kind: 'state', timeMs: Date.now(), change }, change);
    };
    const killed = redis.admin.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await Promise.all([killed, ...Array.from({ length: 20 }, (_, index) => act(index))]);
    const heard = () => {
      const told = there.ear.restarts.findLast(({ room }) => room === 'moderated')?.snapshot.state.keys() ?? [];
      const lines = there.ear.lines('moderated');
      return new Set([...told, ...lines.flatMap((line) => (line?.kind === 'state' ? Object.keys(line.change) : []))]);
    };
    await vi.waitFor(() => expect(heard().size).toBe(20), WAIT);
    expect(there.ear.texts('moderated')).toEqual(['a']);
    expect((await there.broker.read('moderated')).lines).toHaveLength(1);
  });

  it('is read for a short page only as far as that goes', async () => {
    const here = await join([redis.url], 5000);
    const texts = Array.from({ length: 500 }, (_, index) => `${index}`.padEnd(100, '.'));
    for (let batch = 0; batch < 10; batch += 1) await say(here.broker, 'short page', ...texts);
    const sentBytes = async () => Number(/total_net_output_bytes:(\d+)/.exec(await redis.admin.info('stats'))?.[1]);
    const before = await sentBytes();
    const pages = await Promise.all(Array.from({ length: 10 }, () => here.broker.page('short page', { limit: 5 })));
    const readBytes = (await sentBytes()) - before;
    expect(pages.map(({ comments }) => comments.map(textOf))).toEqual(pages.map(() => texts.slice(-5)));
    // All of it ten times is more than ten megabytes; the heartbeats of gateways are some kilobytes.
    expect(readBytes).toBeGreaterThan(5000);
    expect(readBytes).toBeLessThan(500_000);
  });

  it('holds nothing for longer than it may: all that is not state ends by itself', async () => {
    const here = await join([redis.url]);
    await here.broker.subscribe('expiring');
    const claims = [rate('post ann', { perSecond: 1, burst: 5 })];
    const line = commentBy('ann', 'x', Date.now());
    await Promise.all(here.broker.append('expiring', [submit(line, { claims })], Date.now()));
    here.broker.report('expiring', 1);
    await vi.waitFor(async () => expect(await here.broker.presence('expiring')).toMatchObject({ viewers: 1 }), WAIT);
    const names = await redis.admin.keys('dl:*');
    const ttls = await Promise.all(names.map((name) => redis.admin.pttl(name)));
    // -1 is a key that lasts; -2 one that has ended meanwhile.
    const lasting = names.filter((_, index) => ttls[index] === -1);
    expect(names.length).toBeGreaterThan(4);
    expect(lasting.filter((name) => !/:(state|secret):/.test(name))).toEqual([]);
  });
});

describe('A Redis that is emptied while nobody loses it', () => {
  it('is given the shared secrets again, so that who comes later uses the same', async () => {
    const redis = await RedisServer.start();
    const secretOf = async ({ broker }: Listening) => {
      const use = vi.fn<(secret: Buffer) => void>();
      broker.secret('guests', use);
      await vi.waitFor(() => expect(use).toHaveBeenCalled(), WAIT);
      return use;
    };
    const first = await secretOf(await join([redis.url]));
    await redis.admin.flushall();
    const key = new RedisKeys(false, 0).secret('guests');
    await vi.waitFor(async () => expect(await redis.admin.exists(key)).toBe(1), WAIT);
    const second = await secretOf(await join([redis.url]));
    expect(second.mock.lastCall).toEqual(first.mock.lastCall);
    expect(first).toHaveBeenCalledOnce();
    await redis.stop();
  });
});

describe('A gateway whose Redis is gone', () => {
  it('grants what it would alone, at once, and brings it into the log later without asking again', async () => {
    const redis = await RedisServer.start();
    const here = await join([redis.url]);
    await here.broker.subscribe('alone');
    await redis.kill();
    await vi.waitFor(() => expect(here.broker.trouble()).toMatch(/is away/), WAIT);
    const claims = [rate('post ann', { perSecond: 0.1, burst: 2 })];
    const lines = ['a', 'b', 'c'].map((text) => commentBy('ann', text, Date.now()));
    const hidden = { ...submit(commentBy('bob', 'hidden', Date.now())), hidden: true };
    const outcomes = here.broker.append(
      'alone',
      [...lines.map((line) => submit(line, { claims })), hidden],
      Date.now(),
    );
    expect(await outcomes[2]).toMatchObject({ ok: false, code: 'rate_limited' });
    expect(here.ear.aheads.map(({ lines: ahead }) => ahead.map(textOf))).toEqual([['a', 'b']]);
    // The same post again is the same comment: it is not shown twice.
    const again = here.broker.append(
      'alone',
      [submit(commentBy('ann', 'a', Date.now()), { refKey: lines[0]?.id ?? '' })],
      Date.now(),
    );
    expect(here.ear.aheads).toHaveLength(1);
    await expect(here.broker.read('alone')).rejects.toMatchObject({ name: 'BrokerAway' });
    await redis.start();
    expect(await Promise.all([outcomes[0], outcomes[1], again[0]])).toEqual([
      { ok: true, id: lines[0]?.id, repeated: false },
      { ok: true, id: lines[1]?.id, repeated: false },
      { ok: true, id: lines[0]?.id, repeated: true },
    ]);
    await vi.waitFor(async () => {
      const { lines: kept } = await here.broker.read('alone');
      expect(kept.map(({ line }) => (line.kind === 'comment' ? textOf(line) : ''))).toEqual(['a', 'b']);
    }, WAIT);
    await redis.stop();
  });
});

describe('A cluster that changes', () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  it('takes a room along when its slot moves to another server', async () => {
    const [here, there] = [await join(cluster.urls), await join(cluster.urls)];
    await Promise.all([here.broker.subscribe('mover'), there.broker.subscribe('mover')]);
    await say(here.broker, 'mover', 'before');
    await vi.waitFor(() => expect(there.ear.texts('mover')).toEqual(['before']), WAIT);

    const slot = slotOfPartition(new RedisKeys(true, 0).room('mover').partition);
    const from = cluster.servers[Math.min(2, Math.floor(slot / 5461.5))];
    const to = cluster.servers.find((server) => server !== from);
    if (!from || !to) throw new Error('no servers');
    const [fromId, toId] = await Promise.all([from, to].map(({ admin }) => admin.call('CLUSTER', 'MYID')));
    await to.admin.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', String(fromId));
    await from.admin.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', String(toId));
    const during = say(here.broker, 'mover', 'during');
    const keys = (await from.admin.call('CLUSTER', 'GETKEYSINSLOT', slot, 1000)) as string[];
    await from.admin.call('MIGRATE', '127.0.0.1', to.port, '', 0, 5000, 'KEYS', ...keys);
    for (const { admin } of [to, from, ...cluster.servers]) {
      await admin.call('CLUSTER', 'SETSLOT', slot, 'NODE', String(toId));
    }
    expect(await during).toMatchObject([{ ok: true }]);
    expect(await say(there.broker, 'mover', 'after')).toMatchObject([{ ok: true }]);
    for (const { ear } of [here, there]) {
      const told = () => [...new Set([...ear.texts('mover'), ...(restarted(ear, 'mover') ?? [])])];
      await vi.waitFor(() => expect(told()).toEqual(['before', 'during', 'after']), WAIT);
    }
  });

  it('goes on with a replica when a server dies, and nothing that was acknowledged is lost or doubled', async () => {
    const [here, there] = [await join(cluster.urls), await join(cluster.urls)];
    const servers = [...cluster.servers];
    const ids = await Promise.all(servers.map(async ({ admin }) => String(await admin.call('CLUSTER', 'MYID'))));
    // A room on the first server, which gets a replica and dies.
    const keys = new RedisKeys(true, 0);
    const room = Array.from({ length: 200 }, (_, index) => `heir-${index}`).find(
      (name) => slotOfPartition(keys.room(name).partition) <= 5000,
    );
    const [first] = servers;
    if (!room || !first) throw new Error('no room, or no server');
    const replica = await cluster.addReplica(ids[0] ?? '');
    await Promise.all([here.broker.subscribe(room), there.broker.subscribe(room)]);
    await say(here.broker, room, 'before');
    await vi.waitFor(() => expect(there.ear.texts(room)).toEqual(['before']), WAIT);
    // A connection waits for its own writes only: what came before this one has been copied when this one has.
    await first.admin.call('SET', `${keys.room(room).channel} copied`, 1);
    expect(await first.admin.call('WAIT', 1, 5000)).toBe(1);
    await first.kill();
    await vi.waitFor(() => expect(here.broker.trouble()).toBeDefined(), WAIT);
    await vi.waitFor(async () => expect(await replica.admin.role()).toContain('master'), WAIT);
    await vi.waitFor(
      () => expect([here, there].map(({ broker }) => broker.trouble())).toEqual([undefined, undefined]),
      WAIT,
    );
    expect(await say(there.broker, room, 'after')).toMatchObject([{ ok: true }]);
    for (const { ear } of [here, there]) {
      await vi.waitFor(() => expect(ear.texts(room)).toEqual(['before', 'after']), WAIT);
      expect(ear.gaps(room)).toEqual([]);
      expect(ear.restarts.filter((restart) => restart.room === room)).toEqual([]);
    }
  }, 90_000);
});

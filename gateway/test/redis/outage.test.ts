/** Redis is killed, frozen, emptied, made read-only or late; gateways and their viewers go on. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { join, type Client } from '../client.ts';
import { startGateway, type Gateway } from '../harness.ts';
import { RedisKeys } from '../../src/broker/redis-keys.ts';
import { RedisServer, freePort } from './redis-server.ts';

const WAIT = { timeout: 15_000, interval: 20 };

let redis: RedisServer;
let one: Gateway;
let two: Gateway;
let clients: Client[] = [];

const viewer = async (gateway: Gateway, room: string, after?: string) => {
  const client = await join(gateway, room, after === undefined ? {} : { after });
  clients.push(client);
  return client;
};
const post = (client: Client, text: string) => client.post({ ref: text, text });
/** All that a viewer was ever given, doubles included. */
const texts = (client: Client) =>
  client.messages.flatMap((message) => ('comments' in message ? message.comments.map(({ text }) => text) : []));
const readiness = async (gateway: Gateway) => {
  const answer = await fetch(`http://127.0.0.1:${gateway.port}/readyz`);
  return { code: answer.status, ...((await answer.json()) as { degraded?: string }) };
};
const metric = async (gateway: Gateway, name: string) => {
  const text = await fetch(`http://127.0.0.1:${gateway.port}/metrics`).then((answer) => answer.text());
  return Number(new RegExp(`^${name}\\{[^}]*\\} (.*)$`, 'm').exec(text)?.[1]);
};
const degraded = (gateway: Gateway) =>
  vi.waitFor(async () => expect((await readiness(gateway)).degraded).toBeDefined(), WAIT);
const whole = (gateway: Gateway) =>
  vi.waitFor(async () => expect((await readiness(gateway)).degraded).toBeUndefined(), WAIT);

const leave = async () => {
  await Promise.all(clients.map((client) => client.close()));
  clients = [];
};

const env = { POST_PER_SECOND: '100', POST_BURST: '1000', ROOM_BUDGET: '1000' };

describe('Redis comes and goes', () => {
  beforeAll(async () => {
    redis = await RedisServer.start();
    [one, two] = await Promise.all([
      startGateway({ ...env, REDIS_URL: redis.url }),
      startGateway({ ...env, REDIS_URL: redis.url }),
    ]);
  });
  afterEach(async () => {
    await leave();
    await Promise.all([whole(one), whole(two)]);
  });
  afterAll(async () => {
    await Promise.all([one.stop(), two.stop()]);
    await redis.stop();
  });

  it('killed and started again empty: viewers of one gateway go on, then all see everything once', async () => {
    const [ann, bea, cyd] = [await viewer(one, 'killed'), await viewer(one, 'killed'), await viewer(two, 'killed')];
    await post(ann, 'before');
    await Promise.all([bea.sees('before'), cyd.sees('before')]);
    await redis.kill();
    await Promise.all([degraded(one), degraded(two)]);
    expect(await readiness(one)).toMatchObject({ code: 200 });
    expect(await metric(one, 'danmaku_broker_degraded')).toBe(1);

    const acks = Promise.all(['during 1', 'during 2'].map((text) => post(ann, text)));
    await bea.sees('during 2');
    const newcomer = await viewer(one, 'killed');
    expect(texts(newcomer)).toEqual(['before', 'during 1', 'during 2']);
    const stranger = await viewer(one, 'other-room');
    expect(stranger.messages[0]).toMatchObject({ comments: [], recovered: true });

    await redis.start();
    for (const ack of await acks) expect(ack.type).toBe('ack');
    await cyd.sees('during 2');
    await Promise.all([whole(one), whole(two)]);
    await post(cyd, 'after');
    await Promise.all([ann, bea, cyd, newcomer].map((client) => client.sees('after')));
    for (const client of [ann, bea, cyd, newcomer]) {
      expect(texts(client)).toEqual(['before', 'during 1', 'during 2', 'after']);
    }
    expect(await metric(one, 'danmaku_comments_late_total')).toBe(2);
    await post(stranger, 'in another room');
    await stranger.sees('in another room');
    // What came late can be read like anything else, and what the log had lost was given back to it (5.9).
    const reader = await viewer(two, 'killed');
    expect(texts(reader).toSorted()).toEqual(['after', 'before', 'during 1', 'during 2']);
  });

  it('frozen: it is noticed, local viewers go on, and nothing comes twice when it thaws', async () => {
    const [ann, bea, cyd] = [await viewer(one, 'frozen'), await viewer(one, 'frozen'), await viewer(two, 'frozen')];
    redis.freeze();
    // Sent before anybody knows: it may or may not get into the log when Redis wakes.
    const ack = post(ann, 'into the ice');
    await bea.sees('into the ice');
    expect((await readiness(one)).degraded).toBeDefined();
    const second = post(ann, 'on the ice');
    await bea.sees('on the ice');
    redis.thaw();
    expect([(await ack).type, (await second).type]).toEqual(['ack', 'ack']);
    await cyd.sees('on the ice');
    await Promise.all([whole(one), whole(two)]);
    await post(cyd, 'thawed');
    await Promise.all([ann, bea, cyd].map((client) => client.sees('thawed')));
    for (const client of [ann, bea, cyd]) expect(texts(client)).toEqual(['into the ice', 'on the ice', 'thawed']);
  });

  it('frozen for too long: who posted is told, and what was given up never turns up', async () => {
    const ann = await viewer(one, 'away');
    redis.freeze();
    const sent = post(ann, 'lost 1');
    await degraded(one);
    expect(await post(ann, 'lost 2')).toMatchObject({ type: 'refused', code: 'overloaded' });
    // Now Redis finds in its sockets what it was sent before it was given up: only now it is certain that it is too late.
    redis.thaw();
    expect(await sent).toMatchObject({ type: 'refused', code: 'overloaded' });
    await Promise.all([whole(one), whole(two)]);
    expect(await post(ann, 'found')).toMatchObject({ type: 'ack' });
    const late = await viewer(two, 'away');
    expect(texts(late)).toEqual(['found']);
  });

  it('emptied: the log starts anew with what was said just now, and nobody misses or doubles anything (5.9)', async () => {
    const [ann, cyd] = [await viewer(one, 'emptied'), await viewer(two, 'emptied')];
    await post(ann, 'before');
    await cyd.sees('before');
    const { offset } = cyd;
    await redis.admin.flushall();
    await post(ann, 'after');
    await Promise.all([ann.sees('after'), cyd.sees('after')]);
    await post(cyd, 'and on');
    await Promise.all([ann.sees('and on'), cyd.sees('and on')]);
    for (const client of [ann, cyd]) expect(texts(client)).toEqual(['before', 'after', 'and on']);
    expect(cyd.offset > offset).toBe(true);
    // An offset of the log that is gone can't be continued, and says so.
    const back = await viewer(one, 'emptied', offset);
    expect(back.messages[0]).toMatchObject({ recovered: false });
    expect(texts(back).toSorted()).toEqual(['after', 'and on', 'before']);
  });

  it('set back before anybody had heard what it was given: its author was told it is there, so it is (5.9)', async () => {
    const [ann, bea, cyd] = [await viewer(one, 'unheard'), await viewer(one, 'unheard'), await viewer(two, 'unheard')];
    await post(ann, 'before');
    await Promise.all([bea.sees('before'), cyd.sees('before')]);
    const { head, log } = new RedisKeys(false, 0).room('unheard');
    const copies = await Promise.all([head, log].map((key) => redis.admin.dumpBuffer(key)));
    await redis.admin.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    expect(await post(ann, 'unheard')).toMatchObject({ type: 'ack' });
    await Promise.all([head, log].map((key, at) => redis.admin.restore(key, 0, copies[at] ?? '', 'REPLACE')));
    await Promise.all([ann, bea, cyd].map((client) => client.sees('unheard')));
    await post(cyd, 'after');
    await Promise.all([ann, bea, cyd].map((client) => client.sees('after')));
    for (const client of [ann, bea, cyd]) expect(texts(client).toSorted()).toEqual(['after', 'before', 'unheard']);
  });

  it('made read-only: rooms go on per gateway until it takes writes again', async () => {
    const [ann, bea, cyd] = [
      await viewer(one, 'read-only'),
      await viewer(one, 'read-only'),
      await viewer(two, 'read-only'),
    ];
    await redis.admin.call('REPLICAOF', '127.0.0.1', '1');
    await degraded(one);
    const ack = post(ann, 'read-only');
    await bea.sees('read-only');
    await redis.admin.call('REPLICAOF', 'NO', 'ONE');
    expect((await ack).type).toBe('ack');
    await cyd.sees('read-only');
    for (const client of [ann, bea, cyd]) expect(texts(client)).toEqual(['read-only']);
  });

  it('cuts the subscriptions: what was published meanwhile is read from the log', async () => {
    const [ann, cyd] = [await viewer(one, 'cut'), await viewer(two, 'cut')];
    for (let round = 0; round < 5; round += 1) {
      const killed = redis.admin.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
      await Promise.all([killed, ...[0, 1, 2, 3].map((index) => post(ann, `line ${round}.${index}`))]);
    }
    await Promise.all([ann.sees('line 4.3'), cyd.sees('line 4.3')]);
    expect(texts(cyd)).toHaveLength(20);
    expect(texts(ann)).toEqual(texts(cyd));
  });
});

describe('Redis is not there yet', () => {
  it('a gateway starts without it, says so, and shares its rooms as soon as it comes', async () => {
    const port = await freePort();
    const urls = { ...env, REDIS_URL: `redis://127.0.0.1:${port}` };
    [one, two] = await Promise.all([startGateway(urls), startGateway(urls)]);
    expect(one.log.some(({ msg }) => String(msg).startsWith('started without Redis'))).toBe(true);
    expect(await readiness(one)).toMatchObject({ code: 200, degraded: expect.any(String) as string });
    const [ann, bea, cyd] = [await viewer(one, 'late'), await viewer(one, 'late'), await viewer(two, 'late')];
    const ack = post(ann, 'early');
    await bea.sees('early');
    const server = await RedisServer.start({ port });
    expect((await ack).type).toBe('ack');
    await cyd.sees('early');
    await Promise.all([whole(one), whole(two)]);
    await post(cyd, 'later');
    await Promise.all([ann, bea, cyd].map((client) => client.sees('later')));
    for (const client of [ann, bea, cyd]) expect(texts(client)).toEqual(['early', 'later']);
    await leave();
    await Promise.all([one.stop(), two.stop()]);
    await server.stop();
  });

  it('a gateway leaves cleanly while its Redis is frozen, without an answer to what may be in the log (5.8)', async () => {
    const server = await RedisServer.start();
    const gateway = await startGateway({ ...env, REDIS_URL: server.url });
    const ann = await viewer(gateway, 'leaving');
    server.freeze();
    ann.send({ type: 'post', ref: 'last', text: 'last words' });
    await ann.sees('last words');
    await gateway.stop();
    expect(ann.messages.filter(({ type }) => type === 'refused' || type === 'ack')).toEqual([]);
    await leave();
    server.thaw();
    await server.stop();
  });
});

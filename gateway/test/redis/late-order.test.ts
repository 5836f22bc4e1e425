/** What a gateway has to make up for when Redis is back must not bring viewers what is said then out of the log's order. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { textOf } from '../../src/broker/ear.contract.ts';
import { Relay } from '../faults/relay.ts';
import { connect, say, type Listening } from './brokers.ts';
import { RedisServer } from './redis-server.ts';

const WAIT = { timeout: 40_000, interval: 20 };
const ROOM = 'late';

describe('A gateway that is back at its log', () => {
  let redis: RedisServer;
  let line: Relay;
  let here: Listening;
  let there: Listening;

  beforeAll(async () => {
    redis = await RedisServer.start();
    line = await Relay.start(redis.port);
    here = await connect([`redis://127.0.0.1:${line.port}`]);
    there = await connect([redis.url]);
    await Promise.all([here.broker.subscribe(ROOM), there.broker.subscribe(ROOM)]);
  });
  afterAll(async () => {
    await Promise.all([here.broker.close(), there.broker.close()]);
    await line.stop();
    await redis.stop();
  });

  const shownAhead = () => here.ear.aheads.flatMap(({ lines }) => lines.map(textOf));

  it('shows nothing ahead of it any more, even while what waited for it is still under way (5.1, 5.8)', async () => {
    line.silence();
    line.cut();
    await vi.waitFor(() => expect(here.broker.trouble()).toBeDefined(), WAIT);
    const waited = say(here.broker, ROOM, 'said while it was away');
    expect(shownAhead()).toEqual(['said while it was away']);

    // From the moment when it is under way it has no answer: the log can be reached, and is slow.
    const isUnderWay = new Promise<void>((resolve) => {
      line.watch = (chunk) => {
        if (!chunk.includes('said while it was away')) return;
        line.silence();
        resolve();
      };
    });
    line.speak();
    await isUnderWay;
    const second = say(here.broker, ROOM, 'said here when it was back');
    await say(there.broker, ROOM, 'said elsewhere, and sooner in the log');
    expect(shownAhead()).toEqual(['said while it was away']);

    line.watch = () => undefined;
    line.speak();
    for (const outcome of [...(await waited), ...(await second)]) expect(outcome).toMatchObject({ ok: true });
    const inOrder = ['said while it was away', 'said elsewhere, and sooner in the log', 'said here when it was back'];
    for (const { ear } of [here, there]) await vi.waitFor(() => expect(ear.texts(ROOM)).toEqual(inOrder), WAIT);
    expect(shownAhead()).toEqual(['said while it was away']);
  });
});

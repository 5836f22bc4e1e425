/** What was recalled is taken out of the stored log, however long that is and however much is recalled at once. */
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { commentBy, submit } from '../../src/broker/ear.contract.ts';
import { RedisKeys } from '../../src/broker/redis-keys.ts';
import type { CommentLine, Recalled } from '../../src/room/log-line.ts';
import { connect, type Listening } from './brokers.ts';
import { RedisServer } from './redis-server.ts';

const WAIT = { timeout: 20_000, interval: 20 };
const LINES = 3000;

let redis: RedisServer;
let here: Listening;
let monitor: Redis;
/** What the server was asked to read of logs: key, end and number of lines. */
let readings: { readonly key: string; readonly end: string; readonly count: number }[];

beforeAll(async () => {
  redis = await RedisServer.start();
  here = await connect([redis.url], 2 * LINES);
  monitor = await redis.admin.monitor();
  monitor.on('monitor', (_time: string, [command = '', key = '', end = '', , , count]: readonly string[]) => {
    if (/^xrevrange$/i.test(command)) readings.push({ key, end, count: Number(count) });
  });
});
afterAll(async () => {
  monitor.disconnect();
  await here.broker.close();
  await redis.stop();
});

const logOf = (room: string) => new RedisKeys(false, 0).room(room).log;
/** Everything that is stored of a room's log, as one text. */
const stored = async (room: string) => JSON.stringify(await redis.admin.xrange(logOf(room), '-', '+'));
const write = (room: string, lines: readonly CommentLine[]) =>
  Promise.all(here.broker.append(room, lines.map((line) => submit(line)), Date.now())); // prettier-ignore
const recall = (room: string, what: Recalled) =>
  here.broker.control(room, { kind: 'recall', timeMs: Date.now(), what });

/** A room in which every hundredth comment is by `ann`. */
async function longRoom(room: string): Promise<readonly CommentLine[]> {
  const user = (index: number) => (index % 100 === 7 ? 'ann' : 'bob');
  const lines = Array.from({ length: LINES }, (_, index) => commentBy(user(index), `line ${index}.`, Date.now()));
  for (let from = 0; from < LINES; from += 500) await write(room, lines.slice(from, from + 500));
  readings = [];
  return lines;
}

describe('A recall (5.7, 7.6)', () => {
  it('in a long log reads it in pages, and takes out what was said before it and nothing else', async () => {
    const lines = await longRoom('long');
    const recalled = recall('long', { user: 'ann' });
    const later = commentBy('ann', 'said later.', Date.now());
    await Promise.all([recalled, write('long', [later])]);
    const text = await stored('long');
    const left = lines.filter(({ id }) => text.includes(id));
    expect(left.map(({ userId }) => userId)).toEqual(Array.from({ length: LINES * 0.99 }, () => 'bob'));
    expect(text).toContain(later.id);
    await vi.waitFor(() => expect(readings.length).toBeGreaterThanOrEqual(LINES / 500), WAIT);
    for (const { count } of readings) expect(count).toBeLessThanOrEqual(500);
  });

  it('shares the reading of the log with all others that come meanwhile', async () => {
    const lines = await longRoom('busy');
    const [kept, gone] = [lines.slice(60), lines.slice(0, 60)];
    const recalls = gone.map(({ id }) => recall('busy', { ids: [id] }));
    await Promise.all([...recalls, recall('busy', { user: 'ann' })]);
    const text = await stored('busy');
    for (const { id, json } of gone) expect(text.includes(JSON.stringify(json).slice(1, -1)), id).toBe(false);
    for (const { id, userId } of kept) expect(text.includes(id), id).toBe(userId !== 'ann');
    await vi.waitFor(() => expect(readings.filter(({ end }) => end === '+').length).toBeGreaterThan(0), WAIT);
    expect(readings.filter(({ end }) => end === '+').length).toBeLessThan(10);
  });

  it('is told to have failed where the log may not be read, and the next one works', async () => {
    await write('forbidden', [commentBy('ann', 'said.', Date.now())]);
    await redis.admin.call('ACL', 'SETUSER', 'default', '-xrevrange');
    const failing = [recall('forbidden', { user: 'ann' }), recall('forbidden', { user: 'bob' })];
    for (const one of failing) await expect(one).rejects.toMatchObject({ name: 'BrokerAway' });
    await redis.admin.call('ACL', 'SETUSER', 'default', '+xrevrange');
    await recall('forbidden', { user: 'ann' });
    expect(await stored('forbidden')).not.toContain('said.');
  });
});

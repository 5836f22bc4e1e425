import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { newCounters } from '../counters.ts';
import type { RedisLog } from './redis-log.ts';
import { RedisKeys } from './redis-keys.ts';
import type { RedisNode } from './redis-node.ts';
import { RedisRooms } from './redis-rooms.ts';
import { SingleTopology, type Topology } from './redis-topology.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A server, as far as rooms know one, and what it publishes to this gateway. */
function serverWith(heard: Set<string>, isUp: boolean): RedisNode {
  const node: Pick<RedisNode, 'isUp' | 'hear' | 'unhear'> = {
    isUp,
    hear: (channel) => Promise.resolve(heard.add(channel).size > 0),
    unhear: (channel) => void heard.delete(channel),
  };
  return node as RedisNode;
}

it('A room that is left while it waits to be found on another server is not listened to there', async () => {
  const [before, after] = [new Set<string>(), new Set<string>()];
  let [topology, isSlow]: [Topology, boolean] = [new SingleTopology(serverWith(before, true)), false];
  const refusals: (() => void)[] = [];
  const log: Pick<RedisLog, 'sync'> = {
    sync: () =>
      new Promise((_resolve, reject) => {
        refusals.push(() => reject(new Error('not now')));
        if (!isSlow) refusals.pop()?.();
      }),
  };
  const rooms = new RedisRooms({
    keys: new RedisKeys(false, 0),
    log: log as RedisLog,
    topology: { nodeOf: (partition: number) => topology.nodeOf(partition) } as Topology,
    listener: { entry: () => undefined, restart: () => undefined, told: () => undefined },
    counters: newCounters(),
    onBug: (error) => expect.unreachable(String(error)),
  });
  const names = Array.from({ length: 33 }, (_, index) => `room-${index}`);
  for (const name of names) await rooms.subscribe(name);
  expect(before.size).toBe(33);

  isSlow = true;
  topology = new SingleTopology(serverWith(after, true));
  rooms.relocate();
  await vi.advanceTimersByTimeAsync(1);
  expect([after.size, refusals.length]).toEqual([32, 32]);
  rooms.unsubscribe('room-32');
  for (const refuse of refusals.splice(0)) refuse();
  await vi.advanceTimersByTimeAsync(1);
  expect(after.size).toBe(32);
  expect(before.size).toBe(0);
  rooms.close();
});

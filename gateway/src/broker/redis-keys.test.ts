import { describe, expect, it } from 'vitest';
import { PARTITIONS, RedisKeys, partitionOf, slotOfPartition } from './redis-keys.ts';

describe('Names in Redis', () => {
  const single = new RedisKeys(false, 0);
  const cluster = new RedisKeys(true, 0);

  it('share one hash tag for everything of a room, so that one script reaches it', () => {
    const { partition, head, log, state, presence, channel } = cluster.room('my-stream');
    const names = [head, log, state, presence, channel, cluster.ref(partition, 'r'), cluster.claim(partition, 'c')];
    expect(new Set(names.map((name) => /\{(.*?)\}/.exec(name)?.[1]))).toEqual(new Set([`p${partition}`]));
    expect(new Set(names).size).toBe(names.length);
  });

  it('keep one account per user over all rooms where there is only one server', () => {
    expect(single.claim(1, 'post ann')).toBe(single.claim(2, 'post ann'));
    expect(cluster.claim(1, 'post ann')).not.toBe(cluster.claim(2, 'post ann'));
  });

  it('find the room of a channel again, and no room in another channel', () => {
    for (const room of ['a', 'A.b-c_d', 'room:room:x']) expect(single.roomOf(single.room(room).channel)).toBe(room);
    expect(single.roomOf(single.beat(0, 'instance').channel)).toBeUndefined();
  });

  it('differ between the databases of one server, which share their channels', () => {
    expect(new RedisKeys(false, 3).room('a').channel).not.toBe(single.room('a').channel);
  });

  it('spread rooms evenly over partitions, and partitions over slots', () => {
    const counts = new Map<number, number>();
    for (let index = 0; index < 12_800; index += 1) {
      const partition = partitionOf(`room-${index}`);
      counts.set(partition, (counts.get(partition) ?? 0) + 1);
    }
    expect(counts.size).toBe(PARTITIONS);
    expect(Math.max(...counts.values())).toBeLessThan(200);
    const thirds = [0, 0, 0];
    for (let partition = 0; partition < PARTITIONS; partition += 1) {
      const third = Math.floor((slotOfPartition(partition) * 3) / 16_384);
      thirds[third] = (thirds[third] ?? 0) + 1;
    }
    expect(Math.min(...thirds)).toBeGreaterThan(PARTITIONS / 6);
  });
});

import { describe, expect, it } from 'vitest';
import { describeBroker } from './broker.contract.ts';
import { Ear, commentBy, submit } from './ear.contract.ts';
import { MemoryBroker } from './memory-broker.ts';

describeBroker('the embedded broker', async (limits, clock) => {
  const join = async () => {
    const broker = new MemoryBroker({ limits, maxRooms: 1000, clock });
    const ear = new Ear();
    await broker.open(ear);
    return { broker, ear };
  };
  const { broker, ear } = await join();
  return { here: broker, hereEar: ear, there: broker, thereEar: ear, join, stop: () => broker.close() };
});

describe('the embedded broker in the long run', () => {
  it('forgets the longest unused rooms beyond its cap, but none that is looked at or has state', async () => {
    let nowMs = 1_000_000;
    const broker = new MemoryBroker({
      limits: { maxComments: 5, maxControls: 1000, maxAgeMs: 60_000 },
      maxRooms: 10,
      clock: () => nowMs,
    });
    await broker.open(new Ear());
    await broker.subscribe('watched');
    await broker.control('settled', { kind: 'state', timeMs: nowMs, change: {} }, { field: 'text' });
    for (let index = 0; index < 100; index += 1) {
      nowMs += 10;
      broker.append(`room-${index}`, [submit(commentBy('ann', 'x', nowMs))], nowMs);
    }
    expect((await broker.read('room-0')).lines).toHaveLength(0);
    expect((await broker.read('room-99')).lines).toHaveLength(1);
    expect((await broker.state('settled')).get('field')).toBe('text');
    broker.append('watched', [submit(commentBy('ann', 'x', nowMs))], nowMs);
    expect((await broker.read('watched')).lines).toHaveLength(1);
  });

  it('remembers when a room without comments began as long as it would remember a comment', async () => {
    let nowMs = 1_000_000;
    const broker = new MemoryBroker({
      limits: { maxComments: 5, maxControls: 1000, maxAgeMs: 60_000 },
      maxRooms: 10,
      clock: () => nowMs,
    });
    await broker.open(new Ear());
    const { last } = await broker.subscribe('empty');
    broker.unsubscribe('empty');
    const useOthers = (afterMs: number) => {
      nowMs += afterMs;
      for (const name of ['a', 'b']) broker.append(name, [submit(commentBy('ann', 'x', nowMs))], nowMs);
    };
    useOthers(59_000);
    expect((await broker.read('empty')).last).toEqual(last);
    useOthers(2000);
    expect((await broker.read('empty')).last).not.toEqual(last);
  });
});

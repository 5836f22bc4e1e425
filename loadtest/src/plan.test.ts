import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventWindowMs, planRooms, planSeats, rateSegments, type Plan } from './plan.ts';

const plan: Plan = {
  runId: '0a1b2c3d',
  urls: ['http://127.0.0.1:8080'],
  scenario: 'steady',
  rooms: 1,
  viewers: 1000,
  rate: 100,
  seconds: 30,
  warmupSeconds: 2,
  connectPerSecond: 800,
  workers: 1,
  subprotocol: 'danmaku.v1.json',
  publishing: 'guest',
  role: 'member',
  postPerSecond: 1,
  roomPrefix: 'load-',
  slowShare: 0.05,
  spikeFactor: 10,
  insecure: false,
};

describe('the plan', () => {
  test('makes as many publishers of the viewers as the rate needs, a little under what the gateway allows', () => {
    const [room] = planRooms(plan);
    expect(room).toMatchObject({ name: 'load-0', viewers: 1000, publishers: 112, firstPublisher: 0, comments: 3200 });
    const seats = planSeats(planRooms(plan));
    expect(seats).toHaveLength(1000);
    expect(seats.filter(({ publisher }) => publisher >= 0)).toHaveLength(112);
  });

  test('opens more connections where the viewers are too few to post that much', () => {
    expect(planSeats(planRooms({ ...plan, viewers: 10 }))).toHaveLength(112);
  });

  test('has publishers for the height of a spike', () => {
    const [room] = planRooms({ ...plan, scenario: 'spike' });
    expect(room?.publishers).toBe(1112);
    // 100 a second for 26 s and 1,000 for the middle fifth of 30.
    expect(room?.comments).toBe(8600);
  });

  test('gives every room a viewer and every viewer a room, whatever the numbers', () => {
    const size = fc
      .integer({ min: 1, max: 300 })
      .chain((rooms) => fc.tuple(fc.constant(rooms), fc.integer({ min: rooms, max: 2000 })));
    fc.assert(
      fc.property(
        size,
        fc.constantFrom('steady' as const, 'zipf' as const),
        fc.integer({ min: 0, max: 500 }),
        ([rooms, viewers], scenario, rate) => {
          const planned = planRooms({ ...plan, rooms, viewers, scenario, rate });
          expect(planned.reduce((sum, room) => sum + room.viewers, 0)).toBe(viewers);
          expect(Math.min(...planned.map((room) => room.viewers))).toBeGreaterThanOrEqual(1);
          const comments = planned.reduce((sum, room) => sum + room.comments, 0);
          expect(Math.abs(comments - rate * 32)).toBeLessThanOrEqual(rooms);
          const publishers = planned.map((room) => room.firstPublisher);
          expect(new Set(planned.filter((room) => room.publishers > 0).map((room) => room.firstPublisher)).size).toBe(
            planned.filter((room) => room.publishers > 0).length,
          );
          expect(publishers).toEqual([...publishers].sort((a, b) => a - b));
        },
      ),
      { numRuns: 50 },
    );
  });

  test('zipf: the first room is many times the last', () => {
    const rooms = planRooms({ ...plan, scenario: 'zipf', rooms: 100, viewers: 10_000 });
    expect(rooms[0]?.viewers).toBeGreaterThan(30 * (rooms[99]?.viewers ?? 0));
  });

  test('a rate of nothing posts nothing', () => {
    expect(planRooms({ ...plan, rate: 0 })[0]).toMatchObject({ publishers: 0, comments: 0 });
  });

  test('puts the event of a scenario into the middle of the measurement', () => {
    expect(eventWindowMs({ ...plan, scenario: 'storm' })).toEqual({ fromMs: 14_000, untilMs: 20_000 });
    expect(eventWindowMs({ ...plan, scenario: 'slow' })).toEqual({ fromMs: 9500, untilMs: 24_500 });
    expect(rateSegments(plan)).toEqual([{ fromMs: 0, factor: 1 }]);
  });
});

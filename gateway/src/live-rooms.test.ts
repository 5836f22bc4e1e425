import { inflateRawSync } from 'node:zlib';
import type { Subprotocol } from '@danmaku-live/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { commentBy, submit } from './broker/ear.contract.ts';
import { MemoryBroker } from './broker/memory-broker.ts';
import { newCounters } from './counters.ts';
import { LiveRooms } from './live-rooms.ts';
import { formatOffset } from './room/offset.ts';
import { SETTINGS_FIELD, defaultSettings } from './room/settings.ts';

const PACE_MS = 50;
const LIMITS = { maxComments: 1000, maxControls: 1000, maxAgeMs: 60_000 };

interface TestViewer {
  readonly encoding: Subprotocol;
}
const JSON_VIEWER: TestViewer = { encoding: 'danmaku.v1.json' };
const DEFLATE_VIEWER: TestViewer = { encoding: 'danmaku.v1.deflate' };

interface Published {
  readonly encoding: Subprotocol;
  readonly frame: string | Uint8Array;
}

/** Live rooms on an embedded broker, and what they published. */
class Scene {
  readonly published: Published[] = [];
  readonly counters = newCounters();
  readonly broker = new MemoryBroker({ limits: LIMITS, maxRooms: 100, clock: () => Date.now() });
  readonly rooms = new LiveRooms<TestViewer>(
    {
      room: { historyLimits: LIMITS, budget: { ordinaryPerSecond: 1000, reservedPerSecond: 20 } },
      defaultSettings: defaultSettings('post'),
      broker: this.broker,
      fanout: { publish: (_room, encoding, frame) => this.published.push({ encoding, frame }) },
      counters: this.counters,
    },
    PACE_MS,
  );

  async enter(room: string, viewer: TestViewer = { ...JSON_VIEWER }): Promise<void> {
    this.rooms.enter(await this.rooms.hold(room), viewer);
  }

  async say(room: string, ...texts: string[]): Promise<void> {
    const submissions = texts.map((text) => submit(commentBy('ann', text, Date.now())));
    await Promise.all(this.broker.append(room, submissions, Date.now()).map((outcome) => Promise.resolve(outcome)));
  }

  /** The frames so far, as [type, texts or more]. */
  get frames(): unknown[] {
    return this.published.map(({ frame }) => JSON.parse(typeof frame === 'string' ? frame : inflate(frame)) as unknown);
  }
}

function inflate(frame: Uint8Array): string {
  return inflateRawSync(frame).toString();
}

let scene: Scene;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'] });
  scene = new Scene();
  await scene.broker.open(scene.rooms);
});
afterEach(() => {
  scene.rooms.close();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe('A flush (5.3)', () => {
  it('of a quiet room goes at once, of a busy one after the pace, all in one frame', async () => {
    await scene.enter('lobby');
    await scene.say('lobby', 'first');
    expect(scene.frames).toMatchObject([{ type: 'comments', comments: [{ text: 'first' }] }]);
    await scene.say('lobby', 'second');
    await scene.say('lobby', 'third');
    vi.advanceTimersByTime(PACE_MS - 10);
    expect(scene.published).toHaveLength(1);
    vi.advanceTimersByTime(20);
    expect(scene.frames[1]).toMatchObject({ comments: [{ text: 'second' }, { text: 'third' }] });
  });

  it('needs no timer while nothing is pending', async () => {
    await scene.enter('lobby');
    await scene.say('lobby', 'first');
    vi.advanceTimersByTime(1000);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('follows a pace that has changed meanwhile', async () => {
    await scene.enter('lobby');
    await scene.say('lobby', 'first');
    scene.rooms.paceMs = 400;
    await scene.say('lobby', 'second');
    vi.advanceTimersByTime(390);
    expect(scene.published).toHaveLength(1);
    vi.advanceTimersByTime(20);
    expect(scene.published).toHaveLength(2);
  });

  it('is not waited for by those who leave', async () => {
    await scene.enter('lobby');
    await scene.say('lobby', 'first');
    await scene.say('lobby', 'second');
    scene.rooms.flushAll();
    expect(scene.frames[1]).toMatchObject({ comments: [{ text: 'second' }] });
    vi.advanceTimersByTime(1000);
    expect(scene.published).toHaveLength(2);
  });

  it('is waited for by those who come, so that their welcome has all that was acknowledged (4.2)', async () => {
    await scene.enter('lobby');
    const room = await scene.rooms.hold('lobby');
    await scene.say('lobby', 'first');
    await scene.rooms.caughtUp(room, undefined);
    await scene.say('lobby', 'second');
    let welcomed: string[] | undefined;
    const newcomer = scene.rooms.caughtUp(room, undefined).then(() => {
      welcomed = room.arrival(undefined, 50, Date.now()).comments.map(({ json }) => json);
    });
    await Promise.resolve();
    expect(welcomed).toBeUndefined();
    vi.advanceTimersByTime(PACE_MS + 10);
    await newcomer;
    expect(welcomed).toMatchObject([expect.stringContaining('first'), expect.stringContaining('second')]);
  });

  it('is waited for by those who have been sent more elsewhere, for a second at most (4.2)', async () => {
    await scene.enter('lobby');
    const room = await scene.rooms.hold('lobby');
    await scene.say('lobby', 'first');
    const { epochMs, seq } = room.flushed;
    const after = formatOffset({ epochMs, seq: seq + 1 });
    let done = 0;
    const newcomers = [after, formatOffset({ epochMs, seq: seq + 2 })].map((offset) =>
      scene.rooms.caughtUp(room, offset).then(() => (done += 1)),
    );
    vi.advanceTimersByTime(900);
    await Promise.resolve();
    expect(done).toBe(0);
    await scene.say('lobby', 'second');
    await newcomers[0];
    expect(done).toBe(1);
    expect(room.arrival(after, 50, Date.now())).toMatchObject({ recovered: true, comments: [] });
    vi.advanceTimersByTime(100);
    await newcomers[1];
    expect(done).toBe(2);
  });

  it('tells recalls and settings before the comments that came with them', async () => {
    await scene.enter('lobby');
    await scene.say('lobby', 'first');
    await scene.broker.control('lobby', { kind: 'recall', timeMs: Date.now(), what: { user: 'ann' } });
    const settings = { ...defaultSettings('post'), locked: true };
    await scene.broker.control('lobby', { kind: 'settings', timeMs: Date.now(), settings });
    await scene.say('lobby', 'after all');
    vi.advanceTimersByTime(PACE_MS + 10);
    expect(scene.frames.slice(1)).toMatchObject([
      { type: 'recall', user: 'ann' },
      { type: 'settings', settings: { locked: true } },
      { type: 'comments', comments: [{ text: 'after all' }] },
    ]);
  });
});

describe('Encodings (2.3)', () => {
  it('are published where somebody speaks them, once each however many do', async () => {
    for (let viewer = 0; viewer < 50; viewer += 1) await scene.enter('lobby', { ...DEFLATE_VIEWER });
    await scene.say('lobby', 'short');
    expect(scene.published).toEqual([{ encoding: 'danmaku.v1.deflate', frame: expect.any(String) as string }]);
    await scene.enter('lobby');
    vi.advanceTimersByTime(PACE_MS);
    await scene.say('lobby', 'again');
    expect(scene.published.slice(1).map(({ encoding }) => encoding)).toEqual(['danmaku.v1.json', 'danmaku.v1.deflate']);
  });

  it('compress what is worth it, to the same message', async () => {
    await scene.enter('lobby');
    await scene.enter('lobby', { ...DEFLATE_VIEWER });
    await scene.say('lobby', ...Array.from({ length: 30 }, (_, index) => `comment number ${index}`));
    expect(scene.published.map(({ frame }) => typeof frame)).toEqual(['string', 'object']);
    expect(scene.frames[1]).toEqual(scene.frames[0]);
    expect(scene.published[1]?.frame.length).toBeLessThan((scene.published[0]?.frame.length ?? 0) / 3);
  });

  it('are not published to a room without viewers', async () => {
    await scene.rooms.hold('lobby');
    await scene.say('lobby', 'nobody hears');
    expect(scene.published).toEqual([]);
  });
});

describe('A room', () => {
  it('is opened once however many come at the same time', async () => {
    const subscribe = vi.spyOn(scene.broker, 'subscribe');
    const held = await Promise.all(Array.from({ length: 20 }, () => scene.rooms.hold('lobby')));
    expect(new Set(held).size).toBe(1);
    expect(subscribe).toHaveBeenCalledTimes(1);
  });

  it('lingers a second after the last has left, and is the same for who comes back in time', async () => {
    const first = await scene.rooms.hold('lobby');
    scene.rooms.release('lobby');
    vi.advanceTimersByTime(900);
    expect(await scene.rooms.hold('lobby')).toBe(first);
    vi.advanceTimersByTime(5000);
    expect(scene.rooms.find('lobby')).toBe(first);
    scene.rooms.release('lobby');
    vi.advanceTimersByTime(1000);
    expect([scene.rooms.find('lobby'), scene.rooms.size]).toEqual([undefined, 0]);
  });

  it('has the settings that it was given, also when it is opened again', async () => {
    const settings = { ...defaultSettings('post'), slowModeMs: 3000 };
    const line = { kind: 'settings', timeMs: Date.now(), settings } as const;
    await scene.broker.control('lobby', line, { [SETTINGS_FIELD]: JSON.stringify(settings) });
    expect((await scene.rooms.hold('lobby')).settings).toEqual(settings);
  });

  it('that can’t be opened is no room, and may be tried again', async () => {
    const subscribe = vi.spyOn(scene.broker, 'subscribe').mockRejectedValueOnce(new Error('away'));
    const failed = await Promise.allSettled([scene.rooms.hold('lobby'), scene.rooms.hold('lobby')]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(scene.rooms.size).toBe(0);
    expect(await scene.rooms.hold('lobby')).toBeDefined();
    expect(subscribe).toHaveBeenCalledTimes(2);
  });

  it('sends its batches more rarely the more gateways it is spread over', async () => {
    await scene.enter('lobby');
    scene.rooms.presence('lobby', { viewers: 800_000, instances: 200 });
    const nowMs = performance.now();
    expect(scene.rooms.nextBatchMs('lobby', nowMs)).toBe(nowMs + 320);
    expect(scene.rooms.nextBatchMs('another', nowMs)).toBe(nowMs + scene.rooms.paceMs);
  });

  it('takes a batch when its next frame may go: a comment waits for one pace, not for two', async () => {
    await scene.enter('lobby');
    await scene.say('lobby', 'a');
    const flushedMs = scene.rooms.find('lobby')?.lastFlushMs ?? 0;
    const { paceMs } = scene.rooms;
    expect(scene.rooms.nextBatchMs('lobby', flushedMs - paceMs / 2)).toBe(flushedMs + paceMs);
    expect(scene.rooms.nextBatchMs('lobby', flushedMs)).toBe(flushedMs + paceMs);
    // Two paces after the last batch it goes in any case.
    expect(scene.rooms.nextBatchMs('lobby', flushedMs - 3 * paceMs)).toBe(flushedMs - paceMs);
  });

  it('counts its viewers everywhere', async () => {
    const viewer = { ...JSON_VIEWER };
    await scene.enter('lobby', viewer);
    await scene.enter('lobby');
    expect(scene.rooms.find('lobby')?.viewersEverywhere).toBe(2);
    scene.rooms.leave(await scene.rooms.hold('lobby'), viewer);
    expect(scene.rooms.find('lobby')?.viewersEverywhere).toBe(1);
  });
});

it('The ledger counts what was flushed, and to how many', async () => {
  for (let viewer = 0; viewer < 3; viewer += 1) await scene.enter('lobby');
  await scene.say('lobby', 'a', 'b');
  expect(scene.counters).toMatchObject({ flushed: 2, deliveries: 6, framesFlushed: 1, leftOut: 0, merged: 0 });
});

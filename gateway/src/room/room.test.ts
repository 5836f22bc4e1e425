import { describe, expect, it } from 'vitest';
import { commentLine, type CommentLine, type LogLine } from './log-line.ts';
import { tailOf } from './log-tail.ts';
import { formatOffset } from './offset.ts';
import { Room } from './room.ts';
import { defaultSettings } from './settings.ts';

const EPOCH_MS = 1_764_000_000_000;
const LIMITS = { maxComments: 100, maxControls: 1000, maxAgeMs: 60_000 };
const OPTIONS = { historyLimits: LIMITS, budget: { ordinaryPerSecond: 100, reservedPerSecond: 20 } };
const offset = (seq: number) => formatOffset({ epochMs: EPOCH_MS, seq });

interface TestViewer {
  readonly encoding: 'danmaku.v1.json' | 'danmaku.v1.deflate';
}

/** A room with the means to write into its log as a broker would. */
class Scene {
  readonly room: Room<TestViewer>;
  seq: number;
  nowMs = EPOCH_MS;

  constructor(lines: readonly LogLine[] = [], historyLimits = LIMITS) {
    const last = { epochMs: EPOCH_MS, seq: lines.length };
    this.seq = lines.length;
    const start = { settings: defaultSettings('post'), ...tailOf(last, lines) };
    this.room = new Room('lobby', start, { ...OPTIONS, historyLimits }, EPOCH_MS, 0);
  }

  comment(id: string, userId = 'ann'): CommentLine {
    return commentLine({ id, text: id, user: { id: userId, name: userId }, time: this.nowMs });
  }

  write(...lines: LogLine[]): void {
    this.seq += lines.length;
    this.room.take({ last: { epochMs: EPOCH_MS, seq: this.seq }, lines }, this.nowMs);
  }

  say(...ids: string[]): void {
    this.write(...ids.map((id) => this.comment(id)));
  }

  flush(monotonicMs = 0): readonly string[] {
    return this.room.flush(monotonicMs).comments.map((json) => (JSON.parse(json) as { id: string }).id);
  }

  arrive(after?: string, limit = 50) {
    const arrival = this.room.arrival(after, limit, this.nowMs);
    return { ...arrival, ids: arrival.comments.map(({ id }) => id), offset: formatOffset(arrival.offset) };
  }
}

describe('A viewer that comes (4.2)', () => {
  it('gets the latest, up to the last flush: what is pending comes with the next frame', () => {
    const scene = new Scene();
    scene.say('c1', 'c2');
    scene.flush();
    scene.say('c3');
    expect(scene.arrive()).toMatchObject({ recovered: true, ids: ['c1', 'c2'], offset: offset(2) });
    expect(scene.flush()).toEqual(['c3']);
  });

  it('gets at most what is asked for', () => {
    const scene = new Scene();
    scene.say(...Array.from({ length: 80 }, (_, index) => `c${index}`));
    scene.flush();
    expect(scene.arrive(undefined, 50).ids).toEqual(Array.from({ length: 50 }, (_, index) => `c${index + 30}`));
  });

  it('gets exactly what it missed, and goes on where it was', () => {
    const scene = new Scene();
    scene.say('c1', 'c2', 'c3');
    scene.flush();
    expect(scene.arrive(offset(1))).toMatchObject({ recovered: true, ids: ['c2', 'c3'], offset: offset(3) });
    expect(scene.arrive(offset(3))).toMatchObject({ recovered: true, ids: [] });
  });

  it('gets the latest and is told so when what it missed is gone, or its offset was never ours', () => {
    const scene = new Scene();
    scene.say(...Array.from({ length: 150 }, (_, index) => `c${index + 1}`));
    scene.flush();
    for (const after of [offset(49), '0mwrqbyie-00000001', 'garbage', '']) {
      expect(scene.arrive(after, 2)).toMatchObject({ recovered: false, ids: ['c149', 'c150'], offset: offset(150) });
    }
    expect(scene.arrive(offset(50)).ids).toHaveLength(100);
  });

  it('gets the latest, and is told so, where it missed more than a line should carry', () => {
    const scene = new Scene([], { maxComments: 10_000, maxControls: 1000, maxAgeMs: 60_000 });
    const long = (id: string) =>
      commentLine({ id, text: 'x'.repeat(400), user: { id: 'a', name: 'A' }, time: EPOCH_MS });
    scene.write(...Array.from({ length: 1000 }, (_, index) => long(`c${index + 1}`)));
    scene.flush();
    expect(scene.arrive(offset(0))).toMatchObject({ recovered: true });
    scene.write(...Array.from({ length: 1000 }, (_, index) => long(`d${index + 1}`)));
    scene.flush();
    expect(scene.arrive(offset(0))).toMatchObject({ recovered: false, offset: offset(2000) });
    expect(scene.arrive(offset(0)).ids).toHaveLength(50);
    expect(scene.arrive(offset(1000))).toMatchObject({ recovered: true });
  });

  it('gets the recalls it missed (4.5)', () => {
    const scene = new Scene();
    scene.say('c1', 'c2');
    scene.write({ kind: 'recall', timeMs: scene.nowMs, what: { ids: ['c1'] } });
    scene.flush();
    expect(scene.arrive(offset(1))).toMatchObject({ ids: ['c2'], recalls: [{ ids: ['c1'] }] });
    expect(scene.arrive()).toMatchObject({ ids: ['c2'], recalls: [] });
  });

  it('keeps its place when it comes from a gateway that flushed earlier', () => {
    const scene = new Scene();
    scene.say('c1');
    scene.flush();
    scene.say('c2');
    expect(scene.arrive(offset(2))).toMatchObject({ recovered: true, ids: [], offset: offset(2) });
  });

  it('does not get what is too old, however long nobody has said anything (5.7)', () => {
    const scene = new Scene();
    scene.say('c1');
    scene.flush();
    scene.nowMs += LIMITS.maxAgeMs + 1;
    expect(scene.arrive()).toMatchObject({ recovered: true, ids: [] });
    expect(scene.arrive(offset(0))).toMatchObject({ recovered: false, ids: [] });
    expect(scene.arrive(offset(1))).toMatchObject({ recovered: true, ids: [] });
  });

  it('gets what the log held before the room was opened here', () => {
    const before = new Scene();
    const scene = new Scene([before.comment('c1'), before.comment('c2')]);
    expect(scene.arrive()).toMatchObject({ ids: ['c1', 'c2'], offset: offset(2) });
  });
});

describe('A viewer from a gateway that has heard more (4.2)', () => {
  it('is known for one, and no viewer of a log that is gone is', () => {
    const scene = new Scene();
    scene.say('c1');
    scene.flush();
    scene.say('c2');
    const [older = '', newer = ''] = [-1, 1].map((ms) => formatOffset({ epochMs: EPOCH_MS + ms, seq: 99 }));
    const afters = [offset(1), offset(2), older, newer, 'nonsense'];
    expect(afters.filter((after) => scene.room.isOvertakenBy(after))).toEqual([offset(2), newer]);
  });

  it('keeps its place and is told that it missed nothing, but what runs ahead here', () => {
    const scene = new Scene();
    scene.say('c1');
    scene.room.takeAhead([scene.comment('a1')], scene.nowMs);
    scene.flush();
    expect(scene.arrive(offset(7))).toMatchObject({ recovered: true, ids: ['a1'], offset: offset(7) });
  });
});

describe('A viewer that falls behind (5.6)', () => {
  it('is nobody because the log is another one, whose numbers begin anew', () => {
    const scene = new Scene();
    scene.say('c1', 'c2', 'c3');
    scene.flush(1000);
    const last = { epochMs: EPOCH_MS + 9, seq: 1 };
    scene.room.restart({ settings: defaultSettings('post'), ...tailOf(last, [scene.comment('d1')]) }, scene.nowMs);
    scene.flush(2000);
    expect(scene.room.isBehind(formatOffset(last), 7000, 5000)).toBe(false);
    expect(scene.room.isBehind(formatOffset({ ...last, seq: 0 }), 7000, 5000)).toBe(true);
  });

  it('is one who has not processed what a comments frame told 5 s ago', () => {
    const scene = new Scene();
    scene.say('c1');
    scene.flush(1000);
    expect(scene.room.isBehind(offset(0), 6000, 5000)).toBe(true);
    expect(scene.room.isBehind(offset(1), 6000, 5000)).toBe(false);
  });

  it('is nobody because of a change of settings, which tells no offset', () => {
    const scene = new Scene();
    scene.say('c1');
    scene.flush(1000);
    scene.write({ kind: 'settings', timeMs: scene.nowMs, settings: { ...defaultSettings('post'), locked: true } });
    scene.flush(2000);
    expect(scene.room.isBehind(offset(1), 60_000, 5000)).toBe(false);
    expect(scene.room.settings.locked).toBe(true);
  });

  it('is nobody who names an offset of another log, or none', () => {
    const scene = new Scene();
    scene.say('c1');
    scene.flush(1000);
    for (const text of ['', 'garbage', '0mwrqbyie-00000000']) {
      expect(scene.room.isBehind(text, 60_000, 5000)).toBe(false);
    }
  });
});

describe('Viewers of a room', () => {
  it('are counted by encoding, each once', () => {
    const { room } = new Scene();
    const json: TestViewer = { encoding: 'danmaku.v1.json' };
    const deflate: TestViewer = { encoding: 'danmaku.v1.deflate' };
    room.add(json);
    room.add(deflate);
    room.remove(deflate);
    room.remove(deflate);
    expect([room.viewers.size, room.viewersOf('danmaku.v1.json'), room.viewersOf('danmaku.v1.deflate')]).toEqual([
      1, 1, 0,
    ]);
  });
});

describe('A room whose log is away', () => {
  it('shows its viewers what runs ahead, once', () => {
    const scene = new Scene();
    scene.say('c1');
    const ahead = scene.comment('a1');
    scene.room.takeAhead([ahead], scene.nowMs);
    scene.room.takeAhead([ahead], scene.nowMs);
    expect(scene.flush()).toEqual(['c1', 'a1']);
    scene.write(ahead, scene.comment('c2'));
    expect(scene.flush()).toEqual(['c2']);
  });

  it('takes over another log: what is new and fresh is shown, what is stale is counted', () => {
    const scene = new Scene();
    scene.say('c1');
    scene.flush();
    scene.nowMs += 1;
    const stale = scene.comment('stale');
    scene.nowMs += 5001;
    const lines = [scene.comment('c1'), stale, scene.comment('fresh')];
    const last = { epochMs: EPOCH_MS + 9, seq: 3 };
    const settings = { ...defaultSettings('post'), slowModeMs: 1000 };
    scene.room.restart({ settings, ...tailOf(last, lines) }, scene.nowMs);
    const content = scene.room.flush(0);
    expect(content).toMatchObject({ leftOut: 1, controls: [{ kind: 'settings' }] });
    expect(content.comments).toHaveLength(1);
    expect(scene.room.offsetText()).toBe(formatOffset(last));
  });

  it('gives back what another log lacks of the last 30 s, and does not show it again (5.9)', () => {
    const scene = new Scene();
    scene.say('old');
    scene.nowMs += 30_001;
    scene.say('kept', 'lost', 'recalled');
    scene.flush();
    const last = { epochMs: EPOCH_MS + 9, seq: 2 };
    const recall: LogLine = { kind: 'recall', timeMs: scene.nowMs, what: { ids: ['recalled'] } };
    const lines = [scene.comment('kept'), recall];
    const settings = defaultSettings('post');
    const lost = scene.room.restart({ settings, ...tailOf(last, lines) }, scene.nowMs);
    expect(lost.map(({ id }) => id)).toEqual(['lost']);
    scene.flush();
    expect(scene.arrive().ids).toEqual(['kept', 'lost']);
    scene.room.take({ last: { ...last, seq: 3 }, lines: lost }, scene.nowMs);
    expect(scene.flush()).toEqual([]);
    expect(scene.arrive().ids).toEqual(['kept', 'lost']);
    // Asked again how the same log goes on, there is nothing to give back.
    expect(scene.room.restart({ settings, ...tailOf({ ...last, seq: 900 }, []) }, scene.nowMs)).toEqual([]);
  });

  it('shows once what the log has twice: given back by one gateway, brought late by another (5.9)', () => {
    const scene = new Scene();
    const twice = scene.comment('twice');
    scene.say('c1');
    scene.nowMs += 1000;
    scene.write(twice);
    expect(scene.flush()).toEqual(['c1', 'twice']);
    scene.write(twice, scene.comment('c2'));
    expect(scene.flush()).toEqual(['c2']);
    expect(scene.arrive(offset(1))).toMatchObject({ recovered: true, ids: ['twice', 'c2'], offset: offset(4) });
    const last = { epochMs: EPOCH_MS + 9, seq: 2 };
    const again = { ...scene.comment('again'), timeMs: scene.nowMs };
    scene.room.restart({ settings: defaultSettings('post'), ...tailOf(last, [again, again]) }, scene.nowMs);
    expect(scene.flush()).toEqual(['again']);
  });

  it('gives back half of what it keeps at most: what others may have dropped already would come twice', () => {
    const scene = new Scene();
    scene.say(...Array.from({ length: 100 }, (_, index) => `c${index}`));
    const last = { epochMs: EPOCH_MS + 9, seq: 0 };
    const lost = scene.room.restart({ settings: defaultSettings('post'), ...tailOf(last, []) }, scene.nowMs);
    expect(lost.map(({ id }) => id)).toEqual(Array.from({ length: 50 }, (_, index) => `c${index + 50}`));
    scene.flush();
    // Another gateway has given back more.
    scene.room.take({ last: { ...last, seq: 2 }, lines: [scene.comment('c49'), scene.comment('new')] }, scene.nowMs);
    expect(scene.flush(1000)).toEqual(['new']);
  });

  it('shows what waited for the log since before the room was opened here', () => {
    const scene = new Scene();
    const waited = { ...scene.comment('waited'), timeMs: EPOCH_MS - 4000 };
    const last = { epochMs: EPOCH_MS + 9, seq: 1 };
    scene.room.restart({ settings: defaultSettings('post'), ...tailOf(last, [waited]) }, EPOCH_MS);
    expect(scene.flush()).toEqual(['waited']);
  });
});

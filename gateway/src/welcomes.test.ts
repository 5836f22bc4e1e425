import type { You } from '@danmaku-live/protocol';
import { describe, expect, it } from 'vitest';
import type { Line } from './fanout.ts';
import { commentLine, type LogLine } from './room/log-line.ts';
import { tailOf } from './room/log-tail.ts';
import { formatOffset } from './room/offset.ts';
import { Room } from './room/room.ts';
import type { Session } from './room/session.ts';
import { defaultSettings } from './room/settings.ts';
import { Welcomes } from './welcomes.ts';

const NOW_MS = 1_764_000_000_000;
const YOU: You = { id: 'ann', name: 'Ann', role: 'guest', can: ['read'] };

/** A line whose viewer reads when it is told to. */
class HeldLine implements Line {
  readonly texts: string[] = [];
  waiting = 0;
  join(): void {}
  send(text: string): void {
    this.texts.push(text);
    this.waiting += Buffer.byteLength(text);
  }
  answer(text: string): void {
    this.send(text);
  }
  bufferedBytes(): number {
    return this.waiting;
  }
  close(): void {
    this.waiting = 0;
  }
}

type Viewer = Session<HeldLine>;

function viewer(after: string | undefined): Viewer {
  return {
    id: 'session',
    room: 'lobby',
    encoding: 'danmaku.v1.json',
    line: new HeldLine(),
    after,
    network: 'network',
    frames: { tokens: 1, updatedMs: 0 },
    welcome: { sentMs: 0, bytes: 0, dueMs: 0 },
    identity: { id: 'ann', name: 'Ann', role: 'guest', by: 'guest' },
    state: { kind: 'joined' },
  };
}

const comment = (index: number): LogLine =>
  commentLine({ id: `c${index}`, text: '弾'.repeat(100), user: { id: 'ann', name: 'ann' }, time: NOW_MS });

function roomOf(...lines: LogLine[]): Room<Session<Line>> {
  const start = { settings: defaultSettings('post'), ...tailOf({ epochMs: NOW_MS, seq: lines.length }, lines) };
  const options = {
    historyLimits: { maxComments: 5000, maxControls: 5000, maxAgeMs: 60_000 },
    budget: { ordinaryPerSecond: 100, reservedPerSecond: 20 },
  };
  return new Room('lobby', start, options, NOW_MS, 0);
}

interface Welcome {
  readonly recovered: boolean;
  readonly comments: readonly unknown[];
}

const LONG = roomOf(...Array.from({ length: 1000 }, (_, index) => comment(index)));
const after = (seq: number) => formatOffset({ epochMs: NOW_MS, seq });

function welcomed(welcomes: Welcomes, room: Room<Session<Line>>, one: Viewer): Welcome & { readonly count: number } {
  welcomes.send(one, room, YOU, NOW_MS);
  const { recovered, comments } = JSON.parse(one.line.texts[0] ?? '') as Welcome;
  return { recovered, comments, count: comments.length };
}

describe('Welcomes that nobody reads (4.2)', () => {
  it('are held up to a bound in all: who comes then with a long backlog gets the latest, and is told so', () => {
    const welcomes = new Welcomes(4_000_000);
    const silent = Array.from({ length: 500 }, () => viewer(after(0)));
    const counts = silent.map((one) => welcomed(welcomes, LONG, one));
    const full = counts.filter(({ recovered, count }) => recovered && count === 1000);
    expect(full.length).toBeGreaterThan(5);
    expect(counts.slice(full.length)).toEqual(counts.slice(full.length).map((one) => ({ ...one, recovered: false })));
    const bytes = silent.slice(0, full.length).reduce((sum, { line }) => sum + line.waiting, 0);
    expect(bytes).toBeLessThan(5_000_000);
    // Who misses little misses nothing, nor who comes for the first time.
    expect(welcomed(welcomes, LONG, viewer(after(990)))).toMatchObject({ recovered: true, count: 10 });
    expect(welcomed(welcomes, LONG, viewer(undefined))).toMatchObject({ recovered: true, count: 50 });
  });

  it('count no more when they are read, or their viewers are gone', () => {
    for (const end of ['read', 'gone'] as const) {
      const welcomes = new Welcomes(2_000_000);
      const silent = Array.from({ length: 20 }, () => viewer(after(0)));
      for (const one of silent) welcomes.send(one, LONG, YOU, NOW_MS);
      expect(welcomed(welcomes, LONG, viewer(after(0)))).toMatchObject({ recovered: false });
      for (const one of silent) {
        one.line.waiting = 0;
        if (end === 'gone') welcomes.closed(one);
        else expect(welcomes.isTooSlow(one, NOW_MS)).toBe(false);
      }
      expect(welcomed(welcomes, LONG, viewer(after(0)))).toMatchObject({ recovered: true, count: 1000 });
    }
  });

  it('do not count what waits for a viewer that has read its welcome: that is bounded for each', () => {
    const welcomes = new Welcomes(100_000);
    const awake = viewer(after(0));
    welcomes.send(awake, LONG, YOU, NOW_MS);
    awake.line.waiting = 0;
    welcomes.isTooSlow(awake, NOW_MS);
    awake.line.waiting = 500_000;
    expect(welcomes.isTooSlow(awake, NOW_MS + 60_000)).toBe(false);
    expect(welcomed(welcomes, LONG, viewer(after(0)))).toMatchObject({ recovered: true });
    awake.line.waiting = 530_000;
    expect(welcomes.isTooSlow(awake, NOW_MS + 60_000)).toBe(true);
  });

  it('hold recalls within the same bound as comments', () => {
    const ids = Array.from({ length: 500 }, (_, index) => `id-${index}`.padEnd(40, '.'));
    const recall: LogLine = { kind: 'recall', timeMs: NOW_MS, what: { ids } };
    const welcomes = new Welcomes();
    const few = viewer(after(1));
    expect(welcomed(welcomes, roomOf(comment(1), recall, recall), few)).toMatchObject({ recovered: true });
    expect(few.line.texts).toHaveLength(3);
    const many = viewer(after(1));
    const busy = roomOf(comment(1), ...Array.from({ length: 1000 }, () => recall));
    expect(welcomed(welcomes, busy, many)).toMatchObject({ recovered: false, count: 1 });
    expect(many.line.texts).toHaveLength(1);
  });
});

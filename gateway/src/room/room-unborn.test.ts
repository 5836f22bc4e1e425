/** A room whose log is not born yet: everybody who looks at it stands at number 0 of a moment of their own. */
import { describe, expect, it } from 'vitest';
import { commentLine, type CommentLine } from './log-line.ts';
import { tailOf } from './log-tail.ts';
import { formatOffset } from './offset.ts';
import { Room } from './room.ts';
import { defaultSettings } from './settings.ts';

const SEEN_MS = 1_764_000_000_000;
const BORN_MS = SEEN_MS + 5000;
const LIMITS = { maxComments: 100, maxControls: 1000, maxAgeMs: 60_000 };
const OPTIONS = { historyLimits: LIMITS, budget: { ordinaryPerSecond: 100, reservedPerSecond: 20 } };

const comment = (id: string): CommentLine =>
  commentLine({ id, text: id, user: { id: 'ann', name: 'ann' }, time: BORN_MS });
const nothingAt = (epochMs: number) => formatOffset({ epochMs, seq: 0 });

/** A room that this gateway opened at `epochMs`, when nothing was in its log. */
function emptyRoom(epochMs = SEEN_MS): Room<{ readonly encoding: 'danmaku.v1.json' }> {
  const start = { settings: defaultSettings('post'), ...tailOf({ epochMs, seq: 0 }) };
  return new Room('lobby', start, OPTIONS, SEEN_MS, 0);
}

function arrive(room: ReturnType<typeof emptyRoom>, after: string, nowMs = BORN_MS) {
  const { recovered, comments, offset } = room.arrival(after, 50, nowMs);
  return { recovered, ids: comments.map(({ id }) => id), offset: formatOffset(offset) };
}

describe('A viewer that saw an empty room (4.2)', () => {
  it('has missed nothing while it is empty, and its offset never steps back', () => {
    const room = emptyRoom();
    const here = nothingAt(SEEN_MS);
    expect(arrive(room, nothingAt(SEEN_MS - 500))).toEqual({ recovered: true, ids: [], offset: here });
    const later = nothingAt(SEEN_MS + 500);
    expect(room.isOvertakenBy(later)).toBe(false);
    expect(arrive(room, later)).toEqual({ recovered: true, ids: [], offset: later });
  });

  it('gets all of the log that was born since, whichever gateway it saw nothing at', () => {
    const room = emptyRoom();
    const last = { epochMs: BORN_MS, seq: 2 };
    room.take({ last, lines: [comment('c1'), comment('c2')] }, BORN_MS);
    expect(arrive(room, nothingAt(SEEN_MS))).toEqual({ recovered: true, ids: [], offset: nothingAt(SEEN_MS) });
    expect(room.flush(0).comments).toHaveLength(2);
    for (const seenMs of [SEEN_MS - 500, SEEN_MS, SEEN_MS + 500, BORN_MS]) {
      const all = { recovered: true, ids: ['c1', 'c2'], offset: formatOffset(last) };
      expect(arrive(room, nothingAt(seenMs))).toEqual(all);
    }
  });

  it('is not told so where another log may have come and gone, or lines of this one are gone', () => {
    const room = emptyRoom();
    room.take({ last: { epochMs: BORN_MS, seq: 1 }, lines: [comment('c1')] }, BORN_MS);
    room.flush(0);
    for (const seenMs of [BORN_MS - LIMITS.maxAgeMs, BORN_MS + 500]) {
      expect(arrive(room, nothingAt(seenMs))).toMatchObject({ recovered: false, ids: ['c1'] });
    }
    const laterMs = BORN_MS + LIMITS.maxAgeMs + 1;
    expect(arrive(room, nothingAt(SEEN_MS), laterMs)).toMatchObject({ recovered: false, ids: [] });
  });

  it('is told nothing of the kind by a gateway that could not read the log', () => {
    const room = emptyRoom(0);
    expect(arrive(room, nothingAt(SEEN_MS))).toMatchObject({ recovered: false });
    expect(room.isOvertakenBy(nothingAt(SEEN_MS))).toBe(true);
  });
});

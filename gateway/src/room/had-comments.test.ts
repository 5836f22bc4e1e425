import { describe, expect, it } from 'vitest';
import { HadComments } from './had-comments.ts';
import { commentLine, type CommentLine } from './log-line.ts';
import { tailOf } from './log-tail.ts';
import { Room } from './room.ts';
import { defaultSettings } from './settings.ts';

const NOW_MS = 1_764_000_000_000;
const comment = (id: string, timeMs = NOW_MS): CommentLine =>
  commentLine({ id, text: id, user: { id: 'ann', name: 'ann' }, time: timeMs });

describe('Comments that viewers have had', () => {
  it('are remembered until they are too old, and not for longer', () => {
    const had = new HadComments();
    had.add([comment('old', NOW_MS - 10_000), comment('young'), undefined], 10_000, NOW_MS);
    expect([...had.ids()]).toEqual(['young']);
    expect([had.has(comment('young')), had.has(comment('other')), had.has(comment('new', NOW_MS + 1))]).toEqual([
      true,
      false,
      false,
    ]);
    const late = comment('late', NOW_MS + 10_001);
    had.add([late], 10_000, NOW_MS + 10_001);
    expect([...had.ids()]).toEqual(['late']);
    expect([had.has(comment('young')), had.has(late)]).toEqual([false, true]);
  });

  it('are none of an entry that is longer than the history, which drops a part of it', () => {
    const start = { settings: defaultSettings('post'), ...tailOf({ epochMs: NOW_MS, seq: 0 }) };
    const budget = { ordinaryPerSecond: 100, reservedPerSecond: 20 };
    const room = new Room(
      'lobby',
      start,
      { historyLimits: { maxComments: 2, maxControls: 1000, maxAgeMs: 60_000 }, budget },
      NOW_MS,
      0,
    );
    const lines = ['one', 'two', 'three', 'four'].map((id) => comment(id));
    room.take({ last: { epochMs: NOW_MS, seq: 4 }, lines }, NOW_MS);
    expect(room.flush(0).comments).toHaveLength(4);
  });

  it('5.9 are not shown again when a log goes back to an older copy, which tells what a full history had dropped', () => {
    const start = { settings: defaultSettings('post'), ...tailOf({ epochMs: NOW_MS, seq: 0 }) };
    const budget = { ordinaryPerSecond: 100, reservedPerSecond: 20 };
    const room = new Room(
      'lobby',
      start,
      { historyLimits: { maxComments: 4, maxControls: 1000, maxAgeMs: 60_000 }, budget },
      NOW_MS,
      0,
    );
    const lines = ['one', 'two', 'three', 'four', 'five', 'six'].map((id) => comment(id));
    for (const [index, line] of lines.entries()) {
      room.take({ last: { epochMs: NOW_MS, seq: index + 1 }, lines: [line] }, NOW_MS);
    }
    expect(room.flush(0).comments).toHaveLength(6);
    const copy = { ...start, ...tailOf({ epochMs: NOW_MS + 1, seq: 4 }, lines.slice(0, 4)) };
    expect(room.restart(copy, NOW_MS + 1000).map(({ id }) => id)).toEqual(['five', 'six']);
    expect(room.flush(1000)).toMatchObject({ comments: [], leftOut: 0 });
  });
});

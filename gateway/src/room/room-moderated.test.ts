/** A room whose moderators are busy. */
import { describe, expect, it } from 'vitest';
import { commentLine, type LogLine } from './log-line.ts';
import { tailOf } from './log-tail.ts';
import { formatOffset } from './offset.ts';
import { Room } from './room.ts';
import { defaultSettings, settingsOf } from './settings.ts';

const EPOCH_MS = 1_764_000_000_000;
const OPTIONS = {
  historyLimits: { maxComments: 10, maxControls: 10, maxAgeMs: 60_000 },
  budget: { ordinaryPerSecond: 100, reservedPerSecond: 20 },
};
const at = (seq: number) => ({ epochMs: EPOCH_MS, seq });

const comment = (id: string): LogLine =>
  commentLine({ id, text: id, user: { id: 'ann', name: 'ann' }, time: EPOCH_MS });
const recall = (id: string): LogLine => ({ kind: 'recall', timeMs: EPOCH_MS, what: { ids: [id] } });
const hold = (id: string): LogLine => ({ kind: 'state', timeMs: EPOCH_MS, change: { [`held:${id}`]: null } });

function roomWith(...lines: LogLine[]) {
  const start = { settings: defaultSettings('post'), ...tailOf(at(0)) };
  const room = new Room<{ readonly encoding: 'danmaku.v1.json' }>('lobby', start, OPTIONS, EPOCH_MS, 0);
  room.take({ last: at(lines.length), lines }, EPOCH_MS);
  room.flush(0);
  return room;
}

describe('A room whose moderators act more often than it has comments', () => {
  const acts = Array.from({ length: 500 }, (_, index) => [hold(`h${index}`), recall(`r${index}`)]).flat();

  it('5.7 welcomes with all its comments', () => {
    const room = roomWith(comment('c1'), comment('c2'), ...acts);
    const { recovered, comments } = room.arrival(undefined, 50, EPOCH_MS);
    expect([recovered, comments.map(({ id }) => id)]).toEqual([true, ['c1', 'c2']]);
  });

  it('4.2 resumes who missed recalls that are kept, and tells others that they may have missed some', () => {
    const room = roomWith(comment('c1'), ...acts, comment('c2'));
    const near = room.arrival(formatOffset(at(1001 - 4)), 50, EPOCH_MS);
    expect([near.recovered, near.comments.map(({ id }) => id)]).toEqual([true, ['c2']]);
    expect(near.recalls).toEqual([{ ids: ['r498'] }, { ids: ['r499'] }]);
    expect(room.arrival(formatOffset(at(1)), 50, EPOCH_MS)).toMatchObject({ recovered: false, recalls: [] });
  });
});

it('4.5 A log that is told anew after a gap tells viewers here the recalls that they missed, and no others', () => {
  const heard = [comment('c1'), comment('c2'), recall('c2')];
  const room = roomWith(...heard);
  const start = { settings: defaultSettings('post'), ...tailOf(at(5), [recall('c2'), comment('c3'), recall('c1')]) };
  room.restart(start, EPOCH_MS);
  const { comments, controls } = room.flush(1000);
  expect(comments).toEqual([expect.stringContaining('"c3"')]);
  expect(controls).toEqual([recall('c1')]);
});

it.each(['', 'no JSON', 'null', '7', '[7]', '{}', '{"kind":"timeout","user":"ann"}', '{"comment":{}}'])(
  'A room whose state holds what nobody can read opens and goes on as if that were not there: %j',
  (text) => {
    const fields = ['settings', 'words', 'sanction user ann', 'sanction network n', 'held c1', 'audit 1 a', 'new'];
    const state = new Map(fields.map((field) => [field, text]));
    const start = { settings: settingsOf(state, defaultSettings('post')), state, ...tailOf(at(0)) };
    const room = new Room<{ readonly encoding: 'danmaku.v1.json' }>('lobby', start, OPTIONS, EPOCH_MS, 0);
    const line: LogLine = { kind: 'state', timeMs: EPOCH_MS, change: Object.fromEntries(state) };
    room.take({ last: at(2), lines: [line, comment('c1')] }, EPOCH_MS);
    expect(room.settings).toMatchObject(defaultSettings('post'));
    expect(room.moderation.sanctions.all()).toEqual([]);
    expect([...room.moderation.held.keys()]).toEqual([]);
    expect(room.moderation.isBlocked('words')).toBe(false);
    expect(room.flush(0).comments).toHaveLength(1);
  },
);

import { describe, expect, it } from 'vitest';
import type { LogLine } from '../room/log-line.ts';
import { tailOf } from '../room/log-tail.ts';
import type { RoomSnapshot } from './broker.ts';
import { commentBy, submit } from './ear.contract.ts';
import { PendingAppend } from './redis-pending.ts';
import { UnheardComments } from './redis-unheard.ts';

const NOW_MS = 1_000_000;
/** Of the monotonic clock. */
const LATER_MS = Number.POSITIVE_INFINITY;
const LOST = { most: 10, nowMs: NOW_MS };

const append = (own: UnheardComments, text: string, timeMs = NOW_MS) => {
  const pending = new PendingAppend(submit(commentBy('ann', text, timeMs)), timeMs);
  own.add('room', [pending]);
  return pending;
};
const stored = (own: UnheardComments, text: string, timeMs = NOW_MS) => {
  const pending = append(own, text, timeMs);
  pending.resolve({ ok: true, id: pending.submission.line.id, repeated: false });
  return pending.submission.line;
};
const snapshot = (epochMs: number, lines: readonly LogLine[] = []): RoomSnapshot => ({
  state: new Map(),
  ...tailOf({ epochMs, seq: lines.length }, lines),
});

describe('Comments of this gateway that it has not heard from their log', () => {
  it('are known to be stored as soon as they are heard, whatever becomes of the answer', async () => {
    const own = new UnheardComments();
    const pending = append(own, 'one');
    own.hear('room', 1, [undefined, pending.submission.line]);
    pending.reject(new Error('Command timed out'));
    expect(await pending.outcome).toEqual({ ok: true, id: pending.submission.line.id, repeated: false });
  });

  it('5.9 are given back, in their order, when their log does not hold them', () => {
    const own = new UnheardComments();
    const [heard, one, two] = [stored(own, 'heard'), stored(own, 'one'), stored(own, 'two')];
    append(own, 'no answer yet');
    own.hear('room', 1, [heard]);
    expect(own.lost('room', 0, LOST)).toEqual([]);
    expect(own.lost('room', LATER_MS, LOST)).toEqual([one, two]);
    own.restart('room', snapshot(2, [one]));
    expect(own.lost('room', LATER_MS, LOST)).toEqual([two]);
  });

  it('are not given back when they were taken back before they were heard', () => {
    const own = new UnheardComments();
    const [one, two] = [stored(own, 'one'), stored(own, 'two')];
    own.hear('room', 1, [undefined, { kind: 'recall', timeMs: NOW_MS, what: { ids: [one.id] } }]);
    expect(own.lost('room', LATER_MS, LOST)).toEqual([two]);
  });

  it('are not given back when the log is the same, only longer than what is kept of it', () => {
    const own = new UnheardComments();
    own.hear('room', 1, []);
    stored(own, 'one');
    own.restart('room', snapshot(1));
    expect(own.lost('room', LATER_MS, LOST)).toEqual([]);
  });

  it('5.9 are given back for half a minute, as many as a room may hold of them', () => {
    const own = new UnheardComments();
    stored(own, 'old', NOW_MS - 30_001);
    const lines = ['one', 'two', 'three'].map((text) => stored(own, text));
    expect(own.lost('room', LATER_MS, { ...LOST, most: 2 })).toEqual(lines.slice(1));
  });

  it('are forgotten with the room, and what never got into the log is not kept', () => {
    const own = new UnheardComments();
    const refused = append(own, 'refused');
    refused.resolve({ ok: false, code: 'duplicate', retryAfterMs: 1 });
    expect(own.lost('room', LATER_MS, LOST)).toEqual([]);
    stored(own, 'one');
    own.forget('room');
    expect(own.lost('room', LATER_MS, LOST)).toEqual([]);
  });
});

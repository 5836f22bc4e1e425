import type { Role } from '@danmaku-live/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commentLine, type CommentLine } from './log-line.ts';
import { Outbox, hasCommentsFrame, type FlushContent } from './outbox.ts';

const BUDGET = { ordinaryPerSecond: 10, reservedPerSecond: 3 };
let nextId = 0;

function comment(userId: string, text = `t${nextId}`, role: Role = 'guest'): CommentLine {
  nextId += 1;
  return commentLine({ id: `c${nextId}`, text, user: { id: userId, name: userId, role }, time: nextId });
}

const sent = ({ comments }: FlushContent) =>
  comments.map((json) => JSON.parse(json) as { id: string; text: string; count?: number; user: { id: string } });

function fill(outbox: Outbox, lines: readonly CommentLine[], merge = false): void {
  for (const line of lines) outbox.add(line, merge);
}

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

describe('What one flush carries (5.4)', () => {
  it('is everything within the budget, in the log’s order', () => {
    const outbox = new Outbox(BUDGET, 0);
    const lines = times(10, (index) => comment(`u${index % 2}`));
    fill(outbox, lines);
    const content = outbox.flush(0);
    expect(sent(content).map(({ id }) => id)).toEqual(lines.map(({ id }) => id));
    expect(content).toMatchObject({ leftOut: 0, merged: 0, recalled: 0 });
    expect(outbox.isEmpty).toBe(true);
  });

  it('leaves out what is over the budget, counts it, and never sends it later', () => {
    const outbox = new Outbox(BUDGET, 0);
    fill(
      outbox,
      times(25, () => comment('u')),
    );
    expect(outbox.flush(0)).toMatchObject({ leftOut: 15 });
    expect(outbox.flush(60_000)).toMatchObject({ comments: [], leftOut: 0 });
  });

  it('is at most the budget over time', () => {
    const outbox = new Outbox(BUDGET, 0);
    let count = 0;
    for (let ms = 0; ms < 10_000; ms += 50) {
      fill(
        outbox,
        times(5, () => comment('u')),
      );
      count += outbox.flush(ms).comments.length;
    }
    expect(count).toBeGreaterThan(100);
    expect(count).toBeLessThanOrEqual(110);
  });

  it('has everybody’s first comment before anybody’s second, in the log’s order all the same', () => {
    const outbox = new Outbox(BUDGET, 0);
    fill(outbox, [...times(50, () => comment('loud')), ...times(8, (index) => comment(`quiet${index}`))]);
    const content = sent(outbox.flush(0));
    const users = content.map(({ user }) => user.id);
    expect(users.filter((id) => id !== 'loud')).toHaveLength(8);
    expect(users.filter((id) => id === 'loud')).toHaveLength(2);
    expect(content.map(({ id }) => Number(id.slice(1)))).toEqual(
      content.map(({ id }) => Number(id.slice(1))).sort((a, b) => a - b),
    );
  });

  it.each(['owner', 'moderator', 'paid'] as const)('has room of its own for a comment of %s', (role) => {
    const outbox = new Outbox(BUDGET, 0);
    fill(outbox, [...times(100, () => comment('loud')), comment('special', 'mine', role)]);
    const content = outbox.flush(0);
    expect(sent(content).map(({ text }) => text)).toContain('mine');
    expect(content.comments).toHaveLength(11);
  });

  it('lets reserved comments beyond their reserve compete before the ordinary ones', () => {
    const outbox = new Outbox(BUDGET, 0);
    fill(outbox, [...times(20, () => comment('loud')), ...times(8, () => comment('boss', `b${nextId}`, 'owner'))]);
    const users = sent(outbox.flush(0)).map(({ user }) => user.id);
    expect(users.filter((id) => id === 'boss')).toHaveLength(8);
    expect(users.filter((id) => id === 'loud')).toHaveLength(5);
  });

  it('does not lend the reserve to ordinary comments', () => {
    const outbox = new Outbox(BUDGET, 0);
    fill(
      outbox,
      times(40, () => comment('u')),
    );
    expect(outbox.flush(0).comments).toHaveLength(10);
  });
});

describe('Equal comments of one flush (5.5)', () => {
  it('travel as the first of them with a count', () => {
    const outbox = new Outbox(BUDGET, 0);
    fill(outbox, [comment('a', 'gg'), comment('b', 'wow'), comment('c', 'gg'), comment('d', 'gg')], true);
    const content = outbox.flush(0);
    expect(sent(content).map(({ text, count }) => [text, count])).toEqual([
      ['gg', 3],
      ['wow', undefined],
    ]);
    expect(content).toMatchObject({ merged: 2, leftOut: 0 });
  });

  it('are not merged where the room does not want it, nor over flushes, nor into a comment with a reserve', () => {
    const outbox = new Outbox(BUDGET, 0);
    fill(outbox, [comment('a', 'gg'), comment('b', 'gg')]);
    expect(outbox.flush(0).comments).toHaveLength(2);
    fill(outbox, [comment('a', 'gg')], true);
    expect(outbox.flush(1000).comments).toHaveLength(1);
    fill(outbox, [comment('a', 'gg'), comment('b', 'gg', 'paid')], true);
    expect(outbox.flush(2000).comments).toHaveLength(2);
  });

  it('cost the budget once', () => {
    const outbox = new Outbox(BUDGET, 0);
    fill(
      outbox,
      times(500, (index) => comment(`u${index}`, 'gg')),
      true,
    );
    expect(outbox.flush(0)).toMatchObject({ leftOut: 0, merged: 499 });
  });
});

describe('What was taken back before it was sent (4.5)', () => {
  it('is not sent, and the recall still goes out', () => {
    const outbox = new Outbox(BUDGET, 0);
    const line = comment('troll', 'bad');
    fill(outbox, [line, comment('ann', 'good'), comment('troll', 'worse')]);
    outbox.add({ kind: 'recall', timeMs: 1, what: { ids: [line.id] } }, false);
    outbox.add({ kind: 'recall', timeMs: 1, what: { user: 'troll' } }, false);
    const content = outbox.flush(0);
    expect(sent(content).map(({ text }) => text)).toEqual(['good']);
    expect(content.recalled).toBe(2);
    expect(content.controls.map(({ kind }) => kind)).toEqual(['recall', 'recall']);
  });

  it('does not take what the same user says afterwards', () => {
    const outbox = new Outbox(BUDGET, 0);
    outbox.add({ kind: 'recall', timeMs: 1, what: { user: 'ann' } }, false);
    outbox.add(comment('ann', 'sorry'), false);
    expect(sent(outbox.flush(0)).map(({ text }) => text)).toEqual(['sorry']);
  });

  it('leaves a flush without a comments frame, which tells no offset', () => {
    const outbox = new Outbox(BUDGET, 0);
    outbox.add(comment('ann'), false);
    outbox.add({ kind: 'recall', timeMs: 1, what: { user: 'ann' } }, false);
    expect(outbox.isEmpty).toBe(false);
    expect(hasCommentsFrame(outbox.flush(0))).toBe(false);
  });
});

it('The ledger holds: what was added is sent, merged, left out or recalled', () => {
  const step = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('comment' as const),
        user: fc.constantFrom('a', 'b', 'c', 'd'),
        text: fc.constantFrom('gg', 'wow', 'lol', '?'),
        role: fc.constantFrom<Role>('guest', 'guest', 'guest', 'paid', 'owner'),
        merge: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('user' as const), user: fc.constantFrom('a', 'b') }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('id' as const), back: fc.nat(12) }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'lost' as const }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('flush' as const), waitMs: fc.nat(400) }) },
  );
  const holds = (steps: (typeof step extends fc.Arbitrary<infer S> ? S : never)[]) => {
    const outbox = new Outbox({ ordinaryPerSecond: 4, reservedPerSecond: 1 }, 0);
    const ledger = { added: 0, sent: 0, counted: 0, merged: 0, leftOut: 0, recalled: 0 };
    let nowMs = 0;
    const flush = () => {
      const content = outbox.flush(nowMs);
      ledger.sent += content.comments.length;
      for (const { count } of sent(content)) ledger.counted += count ?? 1;
      ledger.merged += content.merged;
      ledger.leftOut += content.leftOut;
      ledger.recalled += content.recalled;
    };
    for (const one of steps) {
      if (one.kind === 'comment') {
        ledger.added += 1;
        outbox.add(comment(one.user, one.text, one.role), one.merge);
      } else if (one.kind === 'lost') {
        ledger.added += 1;
        outbox.leaveOut();
      } else if (one.kind === 'flush') {
        nowMs += one.waitMs;
        flush();
      } else {
        const what = one.kind === 'user' ? { user: one.user } : { ids: [`c${nextId - one.back}`] };
        outbox.add({ kind: 'recall', timeMs: nowMs, what }, false);
      }
    }
    flush();
    const { added, sent: all, counted, merged, leftOut, recalled } = ledger;
    return added === all + merged + leftOut + recalled && counted === all + merged && outbox.isEmpty;
  };
  const tried = fc.check(fc.property(fc.array(step, { maxLength: 120 }), holds), { seed: 1, numRuns: 1500 });
  expect(fc.defaultReportMessage(tried)).toBeUndefined();
});

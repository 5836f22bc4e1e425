import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { History, type HistoryLimits } from './history.ts';
import { commentLine, isRecalled, type CommentLine, type LogLine, type Recalled } from './log-line.ts';
import { tailOf } from './log-tail.ts';
import type { Offset } from './offset.ts';

const EPOCH_MS = 1_764_000_000_000;
const at = (seq: number, epochMs = EPOCH_MS): Offset => ({ epochMs, seq });

function comment(id: string, timeMs: number, userId = 'ann'): CommentLine {
  return commentLine({ id, text: id, user: { id: userId, name: userId }, time: timeMs });
}

/** A history into which `count` comments were written, one a millisecond: c1 at offset 1, and so on. */
function filled(count: number, limits: Partial<HistoryLimits> = {}): History {
  const history = new History({ maxComments: 1000, maxControls: 100, maxAgeMs: 1_000_000, ...limits }, tailOf(at(0)));
  for (let seq = 1; seq <= count; seq += 1) history.append({ last: at(seq), lines: [comment(`c${seq}`, seq)] }, seq);
  return history;
}

const ids = (lines: readonly LogLine[] | undefined) =>
  lines?.map((line) => (line.kind === 'comment' ? line.id : line.kind));

/** Ids of the comments that who was at `after` has missed. */
const missed = (history: History, after: Offset, upTo = history.last) => ids(history.missed(after, upTo)?.comments);
const missedRecalls = (history: History, after: Offset) =>
  history.missed(after, history.last)?.recalls.map(({ what }) => what);
/** What is kept, each with its number. */
const kept = (history: History) =>
  history.tail().lines.map(({ seq, line }) => `${seq} ${line.kind === 'comment' ? line.id : line.kind}`);

describe('Resume from an offset (4.2)', () => {
  it('gives exactly what came after it', () => {
    const history = filled(5);
    expect(missed(history, at(2))).toEqual(['c3', 'c4', 'c5']);
    expect(missed(history, at(5))).toEqual([]);
    expect(missed(history, at(0), at(3))).toEqual(['c1', 'c2', 'c3']);
  });

  it('gives nothing when something is missing, or the offset is of another log or of the future', () => {
    const history = filled(5, { maxComments: 3 });
    expect(missed(history, at(2))).toEqual(['c3', 'c4', 'c5']);
    for (const offset of [at(1), at(0), at(6), at(3, EPOCH_MS + 1), at(3, EPOCH_MS - 1)]) {
      expect(missed(history, offset)).toBeUndefined();
    }
  });

  it('gathers nothing where it must be more than can be sent', () => {
    const upTo = (seq: number) => filled(500).missed(at(0), at(seq), 10_000)?.comments.length;
    expect([upTo(500), upTo(10)]).toEqual([undefined, 10]);
  });

  it('works in an empty log', () => {
    expect(missed(filled(0), at(0))).toEqual([]);
  });

  it('works where nothing is kept, from the end only', () => {
    const none = filled(5, { maxComments: 0 });
    expect([missed(none, at(5)), missed(none, at(4))]).toEqual([[], undefined]);
  });
});

describe('What a room keeps (5.7)', () => {
  it('is bounded by number', () => {
    const history = filled(5000, { maxComments: 100 });
    expect([history.size, ids(history.latest(3, history.last))]).toEqual([100, ['c4998', 'c4999', 'c5000']]);
  });

  it('is bounded by age, also when nothing is written any more', () => {
    const history = filled(100, { maxAgeMs: 10 });
    expect(ids(history.latest(1000, history.last))).toHaveLength(11);
    history.trim(106);
    expect(ids(history.latest(1000, history.last))).toEqual(['c96', 'c97', 'c98', 'c99', 'c100']);
    history.trim(1000);
    expect([history.size, history.newestTimeMs, history.last]).toEqual([0, 0, at(100)]);
  });

  it('does not hold what was recalled, by id or by user', () => {
    const history = filled(2);
    history.append({ last: at(4), lines: [comment('b1', 3, 'bob'), comment('b2', 3, 'bob')] }, 3);
    history.append({ last: at(5), lines: [{ kind: 'recall', timeMs: 4, what: { ids: ['c1'] } }] }, 4);
    history.append({ last: at(6), lines: [{ kind: 'recall', timeMs: 5, what: { user: 'bob' } }] }, 5);
    expect(kept(history)).toEqual(['2 c2', '5 recall', '6 recall']);
    expect(missed(history, at(0))).toEqual(['c2']);
    expect(missedRecalls(history, at(0))).toEqual([{ ids: ['c1'] }, { user: 'bob' }]);
    expect(JSON.stringify(history.tail())).not.toContain('b1');
  });

  it('misses nothing because its oldest comments were recalled', () => {
    const history = filled(3);
    history.append({ last: at(4), lines: [{ kind: 'recall', timeMs: 4, what: { user: 'ann' } }] }, 4);
    expect([missed(history, at(0)), missedRecalls(history, at(0))]).toEqual([[], [{ user: 'ann' }]]);
  });

  it('starts anew after a gap, or when the log is another one', () => {
    const history = filled(5);
    history.append({ last: at(9), lines: [comment('c9', 9)] }, 9);
    expect([kept(history), missed(history, at(5))]).toEqual([['9 c9'], undefined]);
    history.append({ last: at(10, EPOCH_MS + 7), lines: [comment('d1', 10)] }, 10);
    expect([kept(history), history.last.epochMs]).toEqual([['10 d1'], EPOCH_MS + 7]);
  });
});

describe('What moderators do', () => {
  const act = (history: History, ...lines: LogLine[]) => {
    const seq = history.last.seq + lines.length;
    history.append({ last: at(seq), lines }, 5);
  };

  it('5.7 pushes no comment out, and is not kept without end', () => {
    const history = filled(3, { maxComments: 3, maxControls: 2 });
    for (let index = 0; index < 500; index += 1) {
      act(history, { kind: 'recall', timeMs: 5, what: { ids: [`gone ${index}`] } });
      act(history, { kind: 'state', timeMs: 5, change: { field: 'text' } });
    }
    expect(kept(history)).toEqual(['1 c1', '2 c2', '3 c3', '1000 recall', '1002 recall']);
    expect(ids(history.page({ limit: 10 }).comments)).toEqual(['c1', 'c2', 'c3']);
    // What came after is all there; of what was before, a recall is missing.
    expect(missedRecalls(history, at(998))).toHaveLength(2);
    expect(history.missed(at(997), history.last)).toBeUndefined();
  });

  it('is not kept for longer than the comments it could concern', () => {
    const history = filled(2, { maxComments: 2 });
    act(
      history,
      { kind: 'recall', timeMs: 5, what: { ids: ['x'] } },
      ...['c4', 'c5', 'c6'].map((id) => comment(id, 5)),
    );
    expect(kept(history)).toEqual(['5 c5', '6 c6']);
  });
});

describe('A page (7.5)', () => {
  const history = filled(10);
  const page = (query: { after?: number; before?: number; limit: number }) => {
    const { after, before, limit } = query;
    const range = {
      ...(after !== undefined && { after: at(after) }),
      ...(before !== undefined && { before: at(before) }),
    };
    const { last, comments } = history.page({ ...range, limit });
    return [last.seq, ...comments.map(({ id }) => id)];
  };

  it('is the latest without a range', () => {
    expect(page({ limit: 3 })).toEqual([10, 'c8', 'c9', 'c10']);
  });

  it('is the first that follow `after`, and its offset continues', () => {
    expect(page({ after: 2, limit: 3 })).toEqual([5, 'c3', 'c4', 'c5']);
    expect(page({ after: 5, limit: 100 })).toEqual([10, 'c6', 'c7', 'c8', 'c9', 'c10']);
    expect(page({ after: 10, limit: 3 })).toEqual([10]);
    expect(page({ after: 99, limit: 3 })).toEqual([10]);
  });

  it('is the latest before `before`', () => {
    expect(page({ before: 5, limit: 2 })).toEqual([4, 'c3', 'c4']);
    expect(page({ before: 1, limit: 2 })).toEqual([0]);
    expect(page({ before: 0, limit: 2 })).toEqual([0]);
  });

  it('names its first line, from which the page before it is read, back to the oldest kept', () => {
    const recalled = filled(10);
    recalled.append({ last: at(11), lines: [{ kind: 'recall', timeMs: 11, what: { ids: ['c4', 'c5'] } }] }, 11);
    const read: string[][] = [];
    for (let found = recalled.page({ limit: 3 }); found.comments.length > 0;) {
      read.push(found.comments.map(({ id }) => id));
      found = recalled.page({ before: found.first, limit: 3 });
    }
    expect(read).toEqual([
      ['c8', 'c9', 'c10'],
      ['c3', 'c6', 'c7'],
      ['c1', 'c2'],
    ]);
    const forward = recalled.page({ after: at(6), limit: 2 });
    expect(recalled.page({ before: forward.first, limit: 1 }).comments.map(({ id }) => id)).toEqual(['c6']);
    expect(recalled.page({ before: at(1), limit: 3 })).toMatchObject({ first: at(1), comments: [] });
  });

  it('is what lies between both', () => {
    expect(page({ after: 2, before: 5, limit: 9 })).toEqual([4, 'c3', 'c4']);
    expect(page({ after: 5, before: 2, limit: 9 })).toEqual([5]);
  });

  it('begins with the oldest kept where `after` is gone', () => {
    const short = filled(10, { maxComments: 3 });
    expect(short.page({ after: at(1), limit: 2 }).comments.map(({ id }) => id)).toEqual(['c8', 'c9']);
    expect(short.page({ after: at(9, 1), limit: 2 }).comments.map(({ id }) => id)).toEqual(['c8', 'c9']);
  });
});

/** What a log would be that keeps everything in a plain array and looks at all of it each time. */
class NaiveLog {
  readonly lines: (LogLine | undefined)[] = [];
  commentFloor = 0;
  recallFloor = 0;

  write(lines: readonly LogLine[]): void {
    for (const line of lines) {
      if (line.kind === 'recall') this.#take(line.what);
      this.lines.push(line);
    }
  }

  trim(limits: HistoryLimits, nowMs: number): void {
    const oldestMs = nowMs - limits.maxAgeMs;
    this.commentFloor = this.#floor('comment', this.commentFloor, limits.maxComments, oldestMs);
    this.recallFloor = this.#floor(
      'recall',
      Math.max(this.recallFloor, this.commentFloor),
      limits.maxControls,
      oldestMs,
    );
  }

  after(seq: number): readonly LogLine[] | undefined {
    if (seq < Math.max(this.commentFloor, this.recallFloor) || seq > this.lines.length) return undefined;
    return this.lines.slice(seq).flatMap((line) => line ?? []);
  }

  /** The number of the newest line of a kind that is too old or one too many. */
  #floor(kind: LogLine['kind'], floor: number, most: number, oldestMs: number): number {
    const placed = this.lines.flatMap((line, index) =>
      line?.kind === kind && index >= floor ? [{ line, index }] : [],
    );
    const gone = placed.filter(({ line }, index) => line.timeMs < oldestMs || placed.length - index > most);
    return Math.max(floor, ...gone.map(({ index }) => index + 1));
  }

  #take(what: Recalled): void {
    for (const [index, line] of this.lines.entries()) {
      if (line?.kind === 'comment' && isRecalled(line, what)) this.lines[index] = undefined;
    }
  }
}

it('A history resumes as a log that never forgets would, or says that it can’t (4.2, 5.7)', () => {
  const write = fc.record({
    waitMs: fc.nat(40),
    lines: fc.array(
      fc.oneof(
        {
          weight: 5,
          arbitrary: fc.record({ kind: fc.constant('comment' as const), user: fc.constantFrom('a', 'b', 'c') }),
        },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('ids' as const), back: fc.nat(30) }) },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('user' as const), user: fc.constantFrom('a', 'b') }) },
      ),
      { minLength: 1, maxLength: 40 },
    ),
    resumeFrom: fc.nat(60),
    latest: fc.nat(60),
  });
  const scenario = fc.record({
    maxComments: fc.nat(80),
    maxControls: fc.nat(20),
    maxAgeMs: fc.integer({ min: 1, max: 200 }),
    writes: fc.array(write),
  });
  const holds = ({ writes, ...limits }: typeof scenario extends fc.Arbitrary<infer S> ? S : never) => {
    const history = new History(limits, tailOf(at(0)));
    const naive = new NaiveLog();
    let nowMs = 0;
    for (const { waitMs, lines, resumeFrom, latest } of writes) {
      nowMs += waitMs;
      const seq = naive.lines.length;
      const written = lines.map((line, index): LogLine => {
        if (line.kind === 'comment') return comment(`c${seq + index + 1}`, nowMs, line.user);
        const what = line.kind === 'user' ? { user: line.user } : { ids: [`c${seq + index - line.back}`] };
        return { kind: 'recall', timeMs: nowMs, what };
      });
      naive.write(written);
      naive.trim(limits, nowMs);
      history.append({ last: at(naive.lines.length), lines: written }, nowMs);
      const from = Math.max(0, naive.lines.length - resumeFrom);
      const expected = naive.after(from);
      const isSame = (one: History) => {
        const all = one.missed(at(from), one.last);
        const found = all && { comments: all.comments, recalls: missedRecalls(one, at(from)) };
        const expectedMissed = expected && {
          comments: expected.filter((line) => line.kind === 'comment'),
          recalls: expected.flatMap((line) => (line.kind === 'recall' ? [line.what] : [])),
        };
        return JSON.stringify(found) === JSON.stringify(expectedMissed);
      };
      if (!isSame(history) || !isSame(new History(limits, history.tail()))) return false;
      const comments = naive.lines.slice(naive.commentFloor).filter((line) => line?.kind === 'comment');
      const newest = latest === 0 ? [] : comments.slice(-latest);
      if (JSON.stringify(history.latest(latest, history.last)) !== JSON.stringify(newest)) return false;
      if (history.size > limits.maxComments + limits.maxControls) return false;
    }
    return true;
  };
  const tried = fc.check(fc.property(scenario, holds), { seed: 1, numRuns: 500 });
  expect(fc.defaultReportMessage(tried)).toBeUndefined();
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resumedArrival, type Arrival } from './arrival.ts';
import { History } from './history.ts';
import { commentLine, isRecalled, type CommentLine, type LogLine, type Recalled } from './log-line.ts';
import { tailOf } from './log-tail.ts';

const LIMITS = { maxComments: 1000, maxControls: 1000, maxAgeMs: 1000 };
const at = (seq: number) => ({ epochMs: 1_764_000_000_000, seq });
const comment = (id: string, user: string) => commentLine({ id, text: id, user: { id: user, name: user }, time: 5 });
const recallOf = (user: string, named?: readonly string[]): LogLine => ({
  kind: 'recall',
  timeMs: 5,
  what: { user },
  ...(named && { named }),
});

function historyOf(lines: readonly LogLine[]): History {
  const history = new History(LIMITS, tailOf(at(0)));
  for (const [index, line] of lines.entries()) history.append({ last: at(index + 1), lines: [line] }, 5);
  return history;
}

function arrivalAt(history: History, seq: number, ahead: readonly CommentLine[] = []): Arrival {
  const missed = history.missed(at(seq), history.last);
  if (!missed) throw new Error('nothing is missing');
  return resumedArrival(missed, ahead, history.last);
}

const ids = (lines: readonly { readonly id: string }[]) => lines.map(({ id }) => id);

describe('Who resumes over a recall (4.5)', () => {
  const before = [comment('x1', 'x'), comment('a1', 'a'), recallOf('x', ['x1'])];

  it('is told whose comments go where that user has not spoken again', () => {
    const arrival = arrivalAt(historyOf([...before, comment('a2', 'a')]), 0);
    expect(arrival).toMatchObject({ offset: at(4), recalls: [{ user: 'x' }] });
    expect(ids(arrival.comments)).toEqual(['a1', 'a2']);
  });

  it('is told which comments go where that user has: what was said since is in its welcome, and stays', () => {
    const { comments, offset, recalls } = arrivalAt(historyOf([...before, comment('x2', 'x')]), 0);
    expect([ids(comments), offset, recalls]).toEqual([['a1', 'x2'], at(4), [{ ids: ['x1'] }]]);
    const ahead = arrivalAt(historyOf(before), 0, [comment('x2', 'x')]);
    expect([ids(ahead.comments), ahead.recalls]).toEqual([['a1', 'x2'], [{ ids: ['x1'] }]]);
  });

  it('is told whose where nobody wrote down which', () => {
    const history = historyOf([comment('x1', 'x'), recallOf('x'), comment('x2', 'x')]);
    expect(arrivalAt(history, 0).recalls).toEqual([{ user: 'x' }]);
  });

  it('has on its screen what is left in the log, wherever it was', () => {
    const line = fc.record({ isRecall: fc.boolean(), user: fc.constantFrom('x', 'y', 'z') });
    const scenario = fc.record({ lines: fc.array(line, { maxLength: 12 }), from: fc.nat(12) });
    const holds = ({ lines, from }: typeof scenario extends fc.Arbitrary<infer S> ? S : never) => {
      const log: LogLine[] = [];
      for (const [index, { isRecall, user }] of lines.entries()) {
        const said = log.flatMap((one) => (one.kind === 'comment' && one.userId === user ? [one.id] : []));
        log.push(isRecall ? recallOf(user, said) : comment(`c${index}`, user));
      }
      const history = historyOf(log);
      const [screen, whole] = [new Screen(), new Screen()];
      for (const one of log.slice(0, from)) screen.take(one.kind === 'recall' ? one.what : { comments: [one] });
      const { comments, recalls } = arrivalAt(history, Math.min(from, log.length));
      for (const frame of [{ comments }, ...recalls]) screen.take(frame);
      for (const one of log) whole.take(one.kind === 'recall' ? one.what : { comments: [one] });
      expect(screen.ids).toEqual(whole.ids);
    };
    fc.assert(fc.property(scenario, holds), { seed: 1, numRuns: 500 });
  });
});

/** Does what the protocol says that a client does. */
class Screen {
  readonly #seen = new Set<string>();
  #lines: CommentLine[] = [];

  get ids(): readonly string[] {
    return this.#lines.map(({ id }) => id);
  }

  take(frame: Recalled | { readonly comments: readonly LogLine[] }): void {
    if (!('comments' in frame)) {
      this.#lines = this.#lines.filter((line) => !isRecalled(line, frame));
      return;
    }
    for (const line of frame.comments) {
      if (line.kind !== 'comment' || this.#seen.has(line.id)) continue;
      this.#seen.add(line.id);
      this.#lines.push(line);
    }
  }
}

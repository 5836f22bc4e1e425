import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resumedArrival, type Arrival } from './arrival.ts';
import { History } from './history.ts';
import { commentLine, isRecalled, type CommentLine, type LogLine, type Recalled } from './log-line.ts';
import { tailOf } from './log-tail.ts';

const LIMITS = { maxComments: 1000, maxControls: 1000, maxAgeMs: 1000 };
const at = (seq: number) => ({ epochMs: 1_764_000_000_000, seq });
const comment = (id: string, user: string) => commentLine({ id, text: id, user: { id: user, name: user }, time: 5 });
const recallOf = (user: string): LogLine => ({ kind: 'recall', timeMs: 5, what: { user } });

function historyOf(lines: readonly LogLine[]): History {
  const history = new History(LIMITS, tailOf(at(0)));
  for (const [index, line] of lines.entries()) history.append({ last: at(index + 1), lines: [line] }, 5);
  return history;
}

function arrivalAt(history: History, seq: number, ahead: readonly ReturnType<typeof comment>[] = []): Arrival {
  const missed = history.missed(at(seq), history.last);
  if (!missed) throw new Error('nothing is missing');
  return resumedArrival(missed, ahead, history.last);
}

const ids = (lines: readonly { readonly id: string }[] | undefined) => lines?.map(({ id }) => id);

describe('Who resumes over a recall (4.5)', () => {
  it('has all comments in the welcome where nobody that was recalled has spoken again', () => {
    const history = historyOf([comment('x1', 'x'), comment('a1', 'a'), recallOf('x'), comment('a2', 'a')]);
    expect(arrivalAt(history, 0)).toMatchObject({ offset: at(4), recalls: [{ user: 'x' }] });
    expect(ids(arrivalAt(history, 0).comments)).toEqual(['a1', 'a2']);
    expect(arrivalAt(history, 0).rest).toBeUndefined();
  });

  it('is told of it before what its user said later, and hears of it again if the line breaks between', () => {
    const lines = [comment('x1', 'x'), comment('a1', 'a'), recallOf('x'), comment('a2', 'a'), comment('x2', 'x')];
    const { comments, offset, recalls, rest } = arrivalAt(historyOf(lines), 0);
    expect([ids(comments), offset, recalls]).toEqual([['a1'], at(2), [{ user: 'x' }]]);
    expect([ids(rest?.comments), rest?.offset]).toEqual([['a2', 'x2'], at(5)]);
  });

  it('is given last what its user said that is not in the log yet', () => {
    const history = historyOf([comment('a1', 'a'), recallOf('x')]);
    const { comments, rest } = arrivalAt(history, 0, [comment('x2', 'x')]);
    expect([ids(comments), ids(rest?.comments)]).toEqual([['a1'], ['x2']]);
  });

  it('has on its screen what is left in the log, wherever it was, and wherever in the answer its line broke', () => {
    const line = fc.record({ isRecall: fc.boolean(), user: fc.constantFrom('x', 'y', 'z') });
    const scenario = fc.record({ lines: fc.array(line, { maxLength: 12 }), from: fc.nat(12), breakAfter: fc.nat(3) });
    const holds = ({ lines, from, breakAfter }: typeof scenario extends fc.Arbitrary<infer S> ? S : never) => {
      const log = lines.map(({ isRecall, user }, index) => (isRecall ? recallOf(user) : comment(`c${index}`, user)));
      const history = historyOf(log);
      const screen = new Screen();
      for (const one of log.slice(0, from)) screen.take(one.kind === 'recall' ? one.what : { comments: [one] });
      let place = Math.min(from, log.length);
      const resume = (most: number) => {
        const { recalls, rest, ...welcome } = arrivalAt(history, place);
        for (const frame of [welcome, ...recalls, ...(rest ? [rest] : [])].slice(0, most)) {
          screen.take(frame);
          if ('offset' in frame) place = frame.offset.seq;
        }
      };
      // A welcome that holds all comments holds the last offset, too: only the others are continued.
      if (arrivalAt(history, place).rest) resume(breakAfter);
      resume(Number.POSITIVE_INFINITY);
      const whole = new Screen();
      for (const one of log) whole.take(one.kind === 'recall' ? one.what : { comments: [one] });
      expect(screen.ids).toEqual(whole.ids);
      expect(place).toBe(history.last.seq);
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

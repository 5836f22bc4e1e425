import { describe, expect, it } from 'vitest';
import { commentLine, type LogEntry } from '../room/log-line.ts';
import { encodeLine, type PublishedEntry } from './redis-entry.ts';
import type { Continuation } from './redis-log.ts';
import { RedisTail } from './redis-tail.ts';

const text = (seq: number) =>
  encodeLine(commentLine({ id: `c${seq}`, text: 'x', user: { id: 'u', name: 'n' }, time: 5 }));

/** Lines `from` to `to`, published as one entry. */
function published(from: number, to: number, epochMs = 1): PublishedEntry {
  return { last: { epochMs, seq: to }, texts: Array.from({ length: to - from + 1 }, (_, index) => text(from + index)) };
}

function continuesTo(seq: number): Continuation {
  return { kind: 'continue', entry: undefined, at: { epochMs: 1, seq, text: text(seq) } };
}

const seqs = (entries: readonly LogEntry[]) => entries.map(({ last }) => last.seq);

function tailAt(seq: number): RedisTail {
  const tail = new RedisTail();
  tail.ask();
  tail.answer(continuesTo(seq));
  return tail;
}

describe('Where a gateway stands in a log', () => {
  it('tells entries that follow one another', () => {
    const tail = tailAt(10);
    expect(tail.hear(published(11, 12))).toMatchObject({ entry: { last: { seq: 12 } } });
    expect(tail.hear(published(13, 13))).toMatchObject({ entry: { last: { seq: 13 } } });
    expect(tail.at).toEqual({ epochMs: 1, seq: 13, text: text(13) });
  });

  it('tells the first lines of a log that was not there when it was asked for, and of no other', () => {
    const tail = tailAt(0);
    expect(tail.hear(published(2, 3, 5))).toBe('ask');
    expect(tail.hear(published(1, 2, 5))).toMatchObject({ entry: { last: { epochMs: 5, seq: 2 } } });
    expect(tail.hear(published(1, 1, 7))).toBe('ask');
  });

  it.each([
    ['after a gap', published(12, 12)],
    ['after a step back', published(9, 9)],
    ['that overlaps', published(10, 12)],
    ['of another log', published(11, 11, 2)],
  ])('asks the log for an entry %s', (_what, entry) => {
    const tail = tailAt(10);
    expect(tail.hear(entry)).toBe('ask');
    expect(tail.at?.seq).toBe(10);
  });

  it('keeps what comes while the log is asked, and tells each once after it', () => {
    const tail = tailAt(10);
    tail.ask();
    for (const entry of [published(11, 11), published(12, 13), published(14, 14)])
      expect(tail.hear(entry)).toBe('wait');
    const { entries, askAgain } = tail.answer(continuesTo(13));
    expect(seqs(entries)).toEqual([14]);
    expect(askAgain).toBe(false);
    expect(tail.hear(published(15, 15))).toMatchObject({ entry: { last: { seq: 15 } } });
  });

  it('asks again when what came meanwhile leaves a gap, or when it was too much to keep', () => {
    const tail = tailAt(10);
    tail.ask();
    tail.hear(published(13, 13));
    expect(tail.answer(continuesTo(11))).toEqual({ entries: [], askAgain: true });
    tail.ask();
    for (let seq = 12; seq < 10_012; seq += 1) tail.hear(published(seq, seq));
    const { entries, askAgain } = tail.answer(continuesTo(11));
    expect(entries.length).toBeLessThanOrEqual(5000);
    expect(askAgain).toBe(true);
  });
});

import type { DanmakuComment } from '@danmaku-live/protocol';
import { describe, expect, it, vi } from 'vitest';
import { createCommentBook, type Entry } from '../../demo/desk/comment-book.ts';
import { createIntake } from '../../demo/desk/intake.ts';

/** Every tenth is by `x`. */
const said = (from: number, to: number): DanmakuComment[] =>
  Array.from({ length: to - from }, (_, i) => ({
    id: `c${from + i}`,
    text: `n${from + i}`,
    time: 0,
    user: { id: (from + i) % 10 === 0 ? 'x' : 'u', name: 'U' },
  }));

/** A desk at a room whose log holds `length` comments now. */
function desk(isReachable = true) {
  const book = createCommentBook(3_000);
  const late: Entry[] = [];
  let length = 0;
  let asked = 0;
  const page = async (limit: number, before?: string) => {
    await Promise.resolve();
    asked += 1;
    if (!isReachable) throw new Error('away');
    const end = before === undefined ? length : Number(before);
    const start = Math.max(0, end - limit);
    return { comments: said(start, end), ...(end > start && { first: String(start) }) };
  };
  const intake = createIntake({ page }, book, (entries) => late.push(...entries));
  return {
    intake,
    late,
    asked: () => asked,
    /** The room says more, whether the desk is there or not. */
    grow: (by: number) => (length += by),
    ids: () => book.after(0, undefined, 5_000).map(({ comment }) => comment.id),
    all: () => said(0, length).map(({ id }) => id),
    length: () => length,
    /** Those of `x` that were taken back. */
    takenBack: () => book.ofUser('x', 5_000).flatMap(({ comment, recalled }) => (recalled ? [comment.id] : [])),
  };
}

describe('what the desk missed', () => {
  it('is read from the log page by page, and stands before what has come since', async () => {
    const { intake, grow, length, ids, all, late } = desk();
    grow(20);
    intake.joined();
    intake.take(said(0, 20));
    grow(700);
    intake.joined();
    intake.take(said(length() - 50, length()));
    intake.take(said(length(), grow(5)));
    expect(intake.recall({ type: 'recall', ids: ['c300'] })).toEqual([]);
    await vi.waitFor(() => expect(ids()).toHaveLength(725));
    expect(ids()).toEqual(all());
    expect(late.map(({ comment }) => comment.id)).toEqual(['c300']);
    intake.take(said(length(), grow(1)));
    expect(ids()).toEqual(all());
  });

  it('was taken back only where it was said before the recall (4.5)', async () => {
    const { intake, grow, length, ids, all, late, takenBack } = desk();
    grow(5);
    intake.joined();
    intake.take(said(0, 5));
    grow(15);
    intake.joined();
    intake.take(said(15, 25));
    intake.recall({ type: 'recall', user: 'x' });
    // In the log already, and on the line in a moment.
    grow(30);
    intake.take(said(25, 35));
    await vi.waitFor(() => expect(late).not.toEqual([]));
    intake.take(said(35, length()));
    expect(takenBack()).toEqual(['c20', 'c10', 'c0']);
    expect(ids().toSorted()).toEqual(all().toSorted());
  });

  it('is not looked for at the first welcome, nor where the next one goes on from what is known', () => {
    const { intake, grow, length, ids, all, asked } = desk();
    grow(80);
    intake.joined();
    intake.take(said(30, 80));
    grow(3);
    intake.joined();
    intake.take(said(length() - 50, length()));
    expect(ids()).toEqual(all().slice(30));
    expect(asked()).toBe(0);
  });

  it('stays missed while the log can’t be read, and what is said goes on', async () => {
    const { intake, grow, ids } = desk(false);
    grow(10);
    intake.joined();
    intake.take(said(0, 10));
    intake.joined();
    intake.take(said(100, 150));
    await vi.waitFor(() => expect(ids()).toHaveLength(60));
  });
});

import type { DanmakuComment } from '@danmaku-live/protocol';
import { describe, expect, it } from 'vitest';
import { createCommentBook, queryFor, type Entry } from '../../demo/desk/comment-book.ts';
import { plotPoints } from '../../demo/desk/plot.ts';

const comment = (id: number | string, text = `n${id}`, user = 'ann'): DanmakuComment => ({
  id: `${id}`,
  text,
  user: { id: user, name: user.toUpperCase() },
  time: 0,
});
const page = (from: number, to: number): readonly DanmakuComment[] =>
  Array.from({ length: to - from + 1 }, (_, index) => comment(from + index));
const ids = (entries: readonly Entry[]): readonly string[] => entries.map(({ comment: { id } }) => id);

describe('A comment book', () => {
  it('takes each comment once, in the order it came', () => {
    const book = createCommentBook(100);
    book.add(page(1, 5));
    book.add(page(4, 7));
    expect(ids(book.after(0, undefined, 100))).toEqual(['1', '2', '3', '4', '5', '6', '7']);
    expect([book.lastSeq, book.countAfter(5, undefined)]).toEqual([7, 2]);
    expect(ids(book.after(0, undefined, 2))).toEqual(['6', '7']);
  });

  it('takes earlier pages in front, and leaves what is on its way by itself', () => {
    const book = createCommentBook(100);
    book.add(page(50, 52));
    book.addEarlier(page(40, 55));
    book.addEarlier(page(38, 39));
    expect(ids(book.before(Number.POSITIVE_INFINITY, undefined, 100))).toEqual(ids2(38, 52));
    expect(ids(book.before(book.find('40')?.seq ?? 0, undefined, 5))).toEqual(['38', '39']);
    book.add(page(53, 53));
    expect(ids(book.after(book.find('52')?.seq ?? 0, undefined, 9))).toEqual(['53']);
  });

  it('forgets the oldest beyond what it may hold', () => {
    const book = createCommentBook(20);
    for (let from = 1; from <= 100; from += 5) book.add(page(from, from + 4));
    const kept = ids(book.before(Number.POSITIVE_INFINITY, undefined, 1000));
    expect(kept.length).toBeLessThanOrEqual(22);
    expect(kept.at(-1)).toBe('100');
    expect(book.find('1')).toBeUndefined();
    book.addEarlier(page(1, 70));
    expect(ids(book.before(Number.POSITIVE_INFINITY, undefined, 1000)).length).toBeLessThanOrEqual(22);
  });

  it('marks what is taken back, by id or by user, once', () => {
    const book = createCommentBook(100);
    book.add([comment(1), comment(2, 'x', 'eve'), comment(3, 'y', 'eve')]);
    expect(ids(book.recall({ type: 'recall', ids: ['1', 'unknown'] }))).toEqual(['1']);
    expect(ids(book.recall({ type: 'recall', user: 'eve' }))).toEqual(['2', '3']);
    expect(book.recall({ type: 'recall', user: 'eve' })).toEqual([]);
    expect(ids(book.ofUser('eve', 9))).toEqual(['3', '2']);
  });
});

describe('A search', () => {
  const found = (typed: string, text: string, user = 'ann'): boolean => {
    const book = createCommentBook(9);
    book.add([comment(1, text, user)]);
    return book.after(0, queryFor(typed), 9).length > 0;
  };

  it('looks for every word in text, name and id, whatever its width and case', () => {
    expect(found('  ', 'anything')).toBe(true);
    expect(found('ｓｐａｍ', 'Spam here')).toBe(true);
    expect(found('here spam', 'Spam here')).toBe(true);
    expect(found('here ham', 'Spam here')).toBe(false);
    expect(found('高能', '前方高能！')).toBe(true);
    expect(found('user-7', 'hello', 'user-7')).toBe(true);
    expect(found('.*', 'hello')).toBe(false);
  });
});

it('A plot has its newest value at the right edge and its highest at the top', () => {
  expect(plotPoints([0, 4, 2], 3, 100, 40)).toBe('0.0,38.0 50.0,2.0 100.0,20.0');
  expect(plotPoints([0], 3, 100, 40)).toBe('100.0,38.0');
});

function ids2(from: number, to: number): readonly string[] {
  return page(from, to).map(({ id }) => id);
}

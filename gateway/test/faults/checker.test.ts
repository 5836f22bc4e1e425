import { describe, expect, it } from 'vitest';
import { check } from './checker.ts';
import {
  SENT_MS,
  begin,
  comments,
  eve,
  findings,
  framed,
  given,
  honest,
  idOf,
  offset,
  posts,
  range,
  rest,
  resumed,
  returning,
  steady,
} from './doctored.ts';
import type { Post, ViewerEvent } from './evidence.ts';

describe('The checker of fault runs', () => {
  it('finds nothing where everybody got everything once, also who came back in between', () => {
    expect(findings(steady)).toEqual([]);
    expect(findings(returning)).toEqual([]);
    expect(check({ ...given, viewers: honest, lastWords: [] }).totals).toMatchObject({
      accepted: 20,
      deliveries: 60,
      checked: 60,
      resumed: 1,
    });
  });

  it.each(range(1, 19))('finds exactly the one comment that was dropped: number %i', (dropped) => {
    const drop = (events: readonly ViewerEvent[]) =>
      events.map((event) =>
        'ids' in event ? { ...event, ids: event.ids.filter((id) => id !== idOf(dropped)) } : event,
      );
    expect(findings(drop(steady))).toEqual([eve('lost', dropped)]);
    expect(findings(drop(returning))).toEqual([eve('lost', dropped)]);
  });

  it('takes what was left out for told, but not one comment more, nor one of another time (5.4)', () => {
    const events = (leftOut: number, ...gone: number[]) => {
      const ids = range(9, 12).filter((seq) => !gone.includes(seq));
      return [...begin(), framed(1, 4), framed(5, 8), framed(9, 12, 1, { leftOut, ids: ids.map(idOf) }), ...rest(1)];
    };
    expect(findings(events(2, 10, 11))).toEqual([]);
    expect(findings(events(1, 10, 11))).toEqual([eve('lost', 11)]);
    // Long before and long after the frame that left one out.
    const late = posts.map((post, index) => {
      const later = index === 9 ? 20_000 : 0;
      const answer = { kind: 'acknowledged', atMs: SENT_MS(10) + 20 + later, id: idOf(index + 1) } as const;
      return index === 9 ? { ...post, sentMs: post.sentMs + later, answer } : post;
    });
    expect(findings(events(1, 10), { posts: late })).toEqual([eve('lost', 10)]);
  });

  it('takes a welcome that could not recover for told, if there was a reason for it (4.2)', () => {
    const events = [...begin(), framed(1, 4), framed(5, 8), ...resumed(8, [idOf(12)], false), ...rest(2)];
    expect(findings(events, { historySize: 3 })).toEqual([]);
    expect(findings(events)).toEqual([eve('needlessly not recovered')]);
    const silent = [...begin(), framed(1, 4), framed(5, 8), ...resumed(8, [idOf(12)]), ...rest(2)];
    expect(findings(silent)).toEqual([eve('lost', 9), eve('lost', 10), eve('lost', 11)]);
  });

  it('finds what was sent twice on a line, in a frame, or again to who had said where it was (5.2)', () => {
    const twice = framed(9, 12, 1, { ids: [9, 10, 8, 11, 12].map(idOf) });
    const shownOnce = { ...twice, shown: [9, 10, 11, 12].map(idOf) } as ViewerEvent;
    expect(findings([...begin(), framed(1, 4), framed(5, 8), shownOnce, ...rest(1)])).toContainEqual(
      eve('sent twice', 8),
    );
    const again = [...begin(), framed(1, 4), framed(5, 8), ...resumed(8, range(8, 12).map(idOf)), ...rest(2)];
    expect(findings(again)).toContainEqual(eve('sent twice', 8));
  });

  it('finds what was shown twice, by its id or by its text', () => {
    expect(findings([...begin(), framed(1, 4), framed(5, 8), framed(9, 12), framed(9, 12), ...rest(1)])).toEqual(
      expect.arrayContaining([eve('shown twice', 9), eve('shown twice', 12)]),
    );
    const twin = new Map(comments).set(idOf(11), { text: 'text 10', timeMs: SENT_MS(11) });
    expect(findings(steady, { comments: twin })).toContainEqual(eve('shown twice', 10, 11));
  });

  it.each(range(1, 11))('finds two that changed places, and names them: %i and its neighbour', (seq) => {
    const swap = (id: string) => (id === idOf(seq) ? idOf(seq + 1) : id === idOf(seq + 1) ? idOf(seq) : id);
    const events = steady.map((event) => {
      if (!('ids' in event)) return event;
      const ids = event.ids.map(swap);
      return { ...event, ids, shown: ids };
    });
    expect(findings(events)).toEqual([eve('out of order', seq + 1, seq)]);
  });

  it('lets what was ahead of the log come before others of it, and again to who changed gateway (5.8)', () => {
    // Comment 11 is shown before the log has it: the offset stands still.
    const ahead = framed(8, 8, 1, { ids: [idOf(11)] });
    const events = [
      ...begin(),
      framed(1, 4),
      framed(5, 8),
      ahead,
      framed(9, 12, 1, { ids: [9, 10, 12].map(idOf) }),
      ...rest(1),
    ];
    expect(findings(events)).toEqual([]);
    const changed = resumed(8, range(9, 12).map(idOf)).map((event) =>
      event.kind === 'welcomed' ? { ...event, shown: [9, 10, 12].map(idOf) } : event,
    );
    expect(findings([...begin(), framed(1, 4), framed(5, 8), ahead, ...changed, ...rest(2)])).toEqual([]);
  });

  it('lets it do so within a frame that ends behind it, but only while a gateway was cut off (5.8)', () => {
    const ids = [11, 9, 10, 12].map(idOf);
    const events = [...begin(), framed(1, 4), framed(5, 8), framed(9, 12, 1, { ids }), ...rest(1)];
    expect(findings(events)).toEqual([eve('out of order', 11, 9), eve('out of order', 11, 10)]);
    const cutOff = [{ fromMs: SENT_MS(11), toMs: SENT_MS(12) }];
    expect(findings(events, { cutOff })).toEqual([]);
    const frames = [framed(1, 4), framed(5, 12, 1, { ids: [5, 6, 7, 8, 9, 10, 12].map(idOf) })];
    const later = [...begin(), ...frames, framed(13, 16, 1, { ids: [13, 11, 14, 15, 16].map(idOf) }), framed(17, 20)];
    expect(findings(later, { cutOff })).toContainEqual(eve('out of order', 12, 11));
  });

  it('knows it where others that had been ahead make room for it in the count of lines (5.8)', () => {
    // Comments 9 and 10 were shown before the log had them; 14 comes with the frame in which it got them.
    const ahead = framed(8, 8, 1, { ids: [9, 10].map(idOf) });
    const frames = [
      ahead,
      framed(9, 12, 1, { ids: [14, 11, 12].map(idOf) }),
      framed(13, 16, 1, { ids: [13, 15, 16].map(idOf) }),
    ];
    const events = [...begin(), framed(1, 4), framed(5, 8), ...frames, framed(17, 20)];
    const written = range(1, 20).map((seq) => [idOf(seq), offset(seq)] as const);
    const cutOff = [{ fromMs: SENT_MS(9), toMs: SENT_MS(14) }];
    expect(findings(events, { written, cutOff })).toEqual([]);
    expect(findings(events, { written })).toContainEqual(eve('out of order', 14, 11));
  });

  it('believes the log itself before what frames let it guess', () => {
    const written = range(1, 20).map((seq) => [idOf(seq), offset(seq)] as const);
    const swapped = framed(9, 12, 1, { ids: [10, 9, 11, 12].map(idOf) });
    const events = [...begin(), framed(1, 4), framed(5, 8), swapped, ...rest(1)];
    const viewers = ['bea', 'cyd'].map((name) => ({ name, events }));
    const found = check({ ...given, viewers, lastWords: [], written }).violations;
    expect(found.map(({ rule, viewer, ids }) => ({ rule, viewer, ids }))).toEqual(
      ['bea', 'cyd'].map((viewer) => ({ ...eve('out of order', 10, 9), viewer })),
    );
  });

  it('lets last words be left out as any others, but not the very last (5.4)', () => {
    const lastWords = ['text 19', 'text 20'];
    const end = (leftOut: number, ...seqs: number[]) => [
      ...steady.slice(0, -1),
      framed(17, 20, 1, { leftOut, ids: seqs.map(idOf) }),
    ];
    expect(findings(end(1, 17, 18, 20), { lastWords })).toEqual([]);
    expect(findings(end(0, 17, 18, 20), { lastWords })).toEqual([eve('lost', 19)]);
    expect(findings(end(1, 17, 18, 19), { lastWords })).toEqual([eve('not back at the end')]);
  });

  it('finds what was shown although it was too old, and who is not back at the end', () => {
    const late = { ...framed(17, 20), atMs: SENT_MS(17) + 5001 } as ViewerEvent;
    expect(findings([...steady.slice(0, -1), late])).toEqual([eve('shown too old', 17)]);
    const gone: ViewerEvent = { kind: 'ended', atMs: SENT_MS(20) + 100, line: 1, code: 1006 };
    expect(findings([...steady, gone])).toEqual([eve('not back at the end')]);
  });

  it('finds answers that were not true: refused and in the log, or in it under two ids (3.4, 5.8)', () => {
    const refused = posts.map((post): Post => {
      return post.ref === '7' ? { ...post, answer: { kind: 'refused', atMs: SENT_MS(7), code: 'overloaded' } } : post;
    });
    expect(findings(steady, { posts: refused })).toEqual([
      { rule: 'refused but in the log', viewer: 'ann', ids: [idOf(7)] },
    ]);
    const twin = new Map(comments).set(idOf(11), { text: 'text 10', timeMs: SENT_MS(11) });
    expect(findings(steady, { comments: twin })).toContainEqual({
      rule: 'acknowledged under two ids',
      viewer: 'ann',
      ids: [idOf(10), idOf(10), idOf(11)],
    });
  });
});

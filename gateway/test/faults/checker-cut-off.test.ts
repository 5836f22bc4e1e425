import { describe, expect, it } from 'vitest';
import { check } from './checker.ts';
import { SENT_MS, begin, eve, findings, framed, given, idOf, offset, posts, range, rest, resumed } from './doctored.ts';
import type { Evidence, Post, ViewerEvent } from './evidence.ts';

describe('The checker of fault runs, where a gateway was cut off', () => {
  it('lets it come with a welcome that continues nothing, but only while a gateway was cut off (5.8)', () => {
    const [dialled, welcomed] = begin();
    const ids = [...range(1, 8), 11].map(idOf);
    const start = [dialled, { ...welcomed, atMs: SENT_MS(11), offset: offset(8), ids, shown: ids }] as ViewerEvent[];
    const events = [...start, framed(9, 12, 1, { ids: [9, 10, 12].map(idOf) }), ...rest(1)];
    expect(findings(events, { cutOff: [{ fromMs: SENT_MS(9), toMs: SENT_MS(12) }] })).toEqual([]);
    expect(findings(events)).toContainEqual(eve('out of order', 11, 9));
  });

  it('lets a gateway that was cut off put a viewer back, and none that was not (4.2)', () => {
    // Comment 10 was left out where it was; where it is now, the log is told once more from 9 on.
    const had = [framed(1, 8), framed(9, 12, 1, { leftOut: 1, ids: [9, 11, 12].map(idOf) })];
    const kept = resumed(12, []).map((event) => ({ ...event, atMs: SENT_MS(12) + 60 }));
    const back = { ...framed(9, 10, 2), atMs: SENT_MS(12) + 70, shown: [idOf(10)] } as ViewerEvent;
    const on = { ...framed(11, 12, 2), atMs: SENT_MS(12) + 80, shown: [] } as ViewerEvent;
    const events = [...begin(), ...had, ...kept, back, on, ...rest(2)];
    expect(findings(events, { cutOff: [{ fromMs: SENT_MS(9), toMs: SENT_MS(12) }] })).toEqual([]);
    expect(findings(events)).toEqual(expect.arrayContaining([eve('sent twice', 9), eve('out of order', 12, 10)]));
  });

  it('takes what is left out after a step back for told of all since the viewer had been there (4.2)', () => {
    const laterMs = 10_000;
    const back = { ...framed(4, 4, 1, { ids: [] }), atMs: SENT_MS(8) + laterMs } as ViewerEvent;
    const end = (leftOut: number): ViewerEvent[] => {
      const ids = [20].map(idOf);
      return [{ ...framed(9, 20, 1, { leftOut, ids }), atMs: back.atMs + 100 }];
    };
    const events = (leftOut: number) => [...begin(), framed(1, 4), framed(5, 8), back, ...end(leftOut)];
    const cutOff = [{ fromMs: SENT_MS(8), toMs: SENT_MS(20) + laterMs }];
    const lost = (leftOut: number) => findings(events(leftOut), { cutOff }).filter(({ rule }) => rule === 'lost');
    expect(lost(11)).toEqual([]);
    expect(lost(10)).toEqual([eve('lost', 19)]);
  });

  it('takes what a frame that came late leaves out for told of the time that its comments are of', () => {
    const late = (event: ViewerEvent, byMs: number) => ({ ...event, atMs: SENT_MS(12) + byMs }) as ViewerEvent;
    const events = (...ids: number[]) => [
      ...begin(),
      framed(1, 4),
      late(framed(5, 8), 8000),
      late({ ...framed(9, 12, 1, { leftOut: 1, ids: ids.map(idOf) }), shown: [] } as ViewerEvent, 8010),
      ...rest(1).map((event) => late(event, 8020)),
    ];
    const lost = (...ids: number[]) => findings(events(...ids)).filter(({ rule }) => rule === 'lost');
    expect(lost(9, 11, 12)).toEqual([]);
    expect(lost(9, 12)).toEqual([eve('lost', 11)]);
  });

  it('lets a line that was dialled earlier say where it is, and the next one go on from there (4.2)', () => {
    const early = resumed(8, [9, 10].map(idOf)).slice(1);
    const welcome = { ...early[1], offset: offset(10), shown: [] } as ViewerEvent;
    const moved = [...early.slice(0, 1), framed(9, 12), welcome];
    const third = (...seqs: number[]): ViewerEvent[] => [
      { kind: 'ended', atMs: SENT_MS(12) + 70, line: 2, code: 1006 },
      { kind: 'dialled', atMs: SENT_MS(12) + 80, line: 3, after: offset(10) },
      {
        ...welcome,
        atMs: SENT_MS(12) + 90,
        line: 3,
        after: offset(10),
        offset: offset(12),
        ids: seqs.map(idOf),
      } as ViewerEvent,
    ];
    const events = (...seqs: number[]) => [...begin(), framed(1, 8), ...moved, ...third(...seqs), ...rest(3)];
    expect(findings(events(11, 12))).toEqual([]);
    expect(findings(events(10, 11, 12))).toEqual([eve('sent twice', 10)]);
  });

  it('lets a line that was dialled earlier bring what had been left out on the one before (4.2)', () => {
    const had = framed(9, 12, 1, { leftOut: 1, ids: [9, 11, 12].map(idOf) });
    const next = (after: number): ViewerEvent[] => {
      const [dialled, welcomed] = resumed(after, range(9, 12).map(idOf)).slice(1);
      return [dialled, had, { ...welcomed, shown: [idOf(10)] }] as ViewerEvent[];
    };
    expect(findings([...begin(), framed(1, 8), ...next(8), ...rest(2)])).toEqual([]);
    expect(findings([...begin(), framed(1, 8), ...next(12), ...rest(2)])).toContainEqual(eve('out of order', 12, 10));
  });

  it('does not take a refused comment for one of the log because frames count so: the log holds another there', () => {
    const refused = posts.map((post): Post => {
      return post.ref === '9' ? { ...post, answer: { kind: 'refused', atMs: SENT_MS(9), code: 'overloaded' } } : post;
    });
    // Comment 9 was shown ahead, with a frame that left 10 to the next: as many as there are lines.
    const counted = [...begin(), framed(1, 8), framed(9, 12, 1, { ids: [9, 11, 12, 13].map(idOf) }), framed(13, 20)];
    const viewers = [{ name: 'bea', events: counted }];
    const rule = 'refused but in the log';
    const rules = (written: Evidence['written']) =>
      check({ ...given, posts: refused, viewers, lastWords: [], written }).violations.map((found) => found.rule);
    expect(rules([])).toContain(rule);
    const others = [10, 11, 12, 13].map((seq) => [idOf(seq), offset(seq - 1)] as const);
    expect(rules(others)).not.toContain(rule);
    expect(rules([[idOf(9), offset(9)]])).toContain(rule);
  });
});

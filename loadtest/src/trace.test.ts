import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Trace, TraceEvents, traceSteps, type TraceEvent } from './trace.ts';

interface Frame {
  readonly id: number;
  readonly next: Frame[];
}

describe('a trace', () => {
  test('gives back exactly what was written, whatever way viewers took through the frames', () => {
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.nat(9) },
      { weight: 1, arbitrary: fc.constant('closed' as const) },
    );
    fc.assert(
      fc.property(fc.array(fc.array(step, { maxLength: 40 }), { maxLength: 5 }), (viewers) => {
        const frames: Frame[] = Array.from({ length: 10 }, (_, id) => ({ id, next: [] }));
        const events = new TraceEvents();
        const closed: TraceEvent = { type: 'closed', code: 1006 };
        const traces = viewers.map((steps) => {
          const trace = new Trace();
          let last: Frame | undefined;
          for (const one of steps) {
            if (one === 'closed') {
              trace.event(events.indexOf({ ...closed }));
              last = undefined;
              continue;
            }
            const frame = frames[one];
            if (!frame) continue;
            if (last && !last.next.includes(frame)) last.next.push(frame);
            trace.frame(frame);
            last = frame;
          }
          return trace;
        });
        const successor = Int32Array.from(frames, ({ next }) => next[0]?.id ?? -1);
        traces.forEach((trace, index) => {
          const read = [...traceSteps(trace.pairs, successor, events.list)];
          expect(read.map((one) => (one.type === 'frame' ? one.id : one.event.type))).toEqual(viewers[index]);
        });
      }),
    );
  });

  test('of a viewer that follows its room is two numbers, however long', () => {
    const frames: Frame[] = Array.from({ length: 1000 }, (_, id) => ({ id, next: [] }));
    frames.forEach((frame, index) => {
      const next = frames[index + 1];
      if (next) frame.next.push(next);
    });
    const trace = new Trace();
    for (const frame of frames) trace.frame(frame);
    expect(trace.pairs).toEqual([0, 1000]);
  });
});

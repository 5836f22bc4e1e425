import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsLine, IDLE, joinedLine, stepLink, type LinkEvent, type LinkState } from './link.ts';

const HALF = 0.5;

/** Runs events at their moments and answers where the link ends, with all orders given on the way. */
function run(events: readonly (readonly [number, LinkEvent])[], random = HALF) {
  let state: LinkState = IDLE;
  const orders: string[] = [];
  for (const [nowMs, event] of events) {
    const step = stepLink(state, event, nowMs, random);
    state = step.state;
    orders.push(...step.orders.map((order) => `${order.kind} ${order.kind === 'wake' ? order.atMs : order.line}`));
  }
  return { state, orders };
}

const closed = (line: number, code: number): LinkEvent => ({ kind: 'closed', line, code, reason: 'r' });
const START: LinkEvent = { kind: 'start' };
const DUE: LinkEvent = { kind: 'due' };
const welcomed = (line: number): LinkEvent => ({ kind: 'welcomed', line });

describe('back-off (rule of close codes 4500–4999 and broken lines)', () => {
  it('doubles its window with each failure: half of 0.5 s, 1 s, 2 s at random 0.5', () => {
    const { orders } = run([
      [0, START],
      [0, closed(1, 1006)],
      [250, DUE],
      [250, closed(2, 4503)],
      [750, DUE],
      [750, closed(3, 1006)],
    ]);
    expect(orders).toEqual(['open 1', 'wake 250', 'open 2', 'wake 750', 'open 3', 'wake 1750']);
  });

  it('starts again from the smallest window only after 30 s of stable life', () => {
    const failing: (readonly [number, LinkEvent])[] = [
      [0, START],
      [0, closed(1, 1006)],
      [250, DUE],
      [250, welcomed(2)],
    ];
    expect(run([...failing, [30_249, closed(2, 1006)]]).orders.at(-1)).toBe('wake 30749');
    expect(run([...failing, [30_250, closed(2, 1006)]]).orders.at(-1)).toBe('wake 30500');
  });

  it('spreads over 5 s when a gateway goes away without naming a window', () => {
    expect(
      run([
        [0, START],
        [0, welcomed(1)],
        [10, closed(1, 1012)],
      ]).orders.at(-1),
    ).toBe('wake 2510');
  });

  it('ends at once when the browser is online again', () => {
    const { state } = run([
      [0, START],
      [0, closed(1, 1006)],
      [10, { kind: 'online' }],
    ]);
    expect(state).toEqual({ kind: 'connecting', attempt: 1, line: 2 });
  });

  it('asks for another wake-up when it is woken early', () => {
    expect(
      run([
        [0, START],
        [0, closed(1, 1006)],
        [100, DUE],
      ]).orders.at(-1),
    ).toBe('wake 250');
  });
});

describe('drain', () => {
  const leaving: (readonly [number, LinkEvent])[] = [
    [0, START],
    [0, welcomed(1)],
    [100, { kind: 'draining', line: 1, withinMs: 8000 }],
  ];

  it('draws one moment of its window, and opens a second line then', () => {
    const { state, orders } = run([...leaving, [4100, DUE]]);
    expect(orders).toEqual(['open 1', 'wake 4100', 'open 2']);
    expect(joinedLine(state)).toBe(1);
    expect(holdsLine(state, 2)).toBe(true);
  });

  it('keeps the moment when the gateway is gone before it', () => {
    const { state, orders } = run([...leaving, [200, closed(1, 1001)]]);
    expect(state).toMatchObject({ kind: 'waiting', dueMs: 4100 });
    expect(orders.at(-1)).toBe('wake 4100');
  });

  it('drops the old line when the new one is welcomed', () => {
    const { state, orders } = run([...leaving, [4100, DUE], [4200, welcomed(2)]]);
    expect(state).toMatchObject({ kind: 'joined', line: 2 });
    expect(orders.at(-1)).toBe('drop 1');
  });

  it('goes on with the new line alone when the old one ends first', () => {
    const { state } = run([...leaving, [4100, DUE], [4150, closed(1, 1012)]]);
    expect(state).toMatchObject({ kind: 'connecting', line: 2 });
  });

  it('tries to move again, and delivers by the old line meanwhile, when the new one fails', () => {
    const { state, orders } = run([...leaving, [4100, DUE], [4150, closed(2, 4503)]]);
    expect(joinedLine(state)).toBe(1);
    expect(orders.at(-1)).toBe('wake 4400');
  });

  it('is heard once: a second one changes nothing', () => {
    const { orders } = run([...leaving, [200, { kind: 'draining', line: 1, withinMs: 20 }]]);
    expect(orders).toEqual(['open 1', 'wake 4100']);
  });
});

describe('the end', () => {
  it('drops what is open, both lines of a move included', () => {
    const { state, orders } = run([
      [0, START],
      [0, welcomed(1)],
      [0, { kind: 'draining', line: 1, withinMs: 0 }],
      [0, DUE],
      [1, { kind: 'stop', code: 1000, reason: 'done' }],
    ]);
    expect(state).toEqual({ kind: 'stopped', line: 2, code: 1000, reason: 'done' });
    expect(orders.slice(-2)).toEqual(['drop 1', 'drop 2']);
  });

  it('comes with every code from 4000 to 4499, on either line', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4000, max: 4499 }), (code) => {
        expect(
          run([
            [0, START],
            [0, closed(1, code)],
          ]).state,
        ).toMatchObject({ kind: 'stopped', code });
      }),
    );
  });
});

describe('whatever happens', () => {
  const event: fc.Arbitrary<LinkEvent> = fc.oneof(
    fc.constant(START),
    fc.constant(DUE),
    fc.constant<LinkEvent>({ kind: 'online' }),
    fc.integer({ min: 0, max: 6 }).map(welcomed),
    fc.record({ kind: fc.constant('draining' as const), line: fc.nat(6), withinMs: fc.nat(20_000) }),
    fc.tuple(fc.nat(6), fc.constantFrom(1001, 1006, 1012, 4403, 4503, 4508)).map(([line, code]) => closed(line, code)),
  );
  const script = fc.array(fc.tuple(fc.nat(60_000), event, fc.double({ min: 0, max: 0.999, noNaN: true })), {
    maxLength: 60,
  });

  it('opens and drops line by line, holds two at most, and always has something to wait for', () => {
    fc.assert(
      fc.property(script, (events) => {
        const open = new Set<number>();
        let state: LinkState = IDLE;
        let nowMs = 0;
        for (const [afterMs, what, random] of events) {
          nowMs += afterMs;
          if (what.kind === 'closed' && !open.has(what.line)) continue;
          const step = stepLink(state, what, nowMs, random);
          if (what.kind === 'closed') open.delete(what.line);
          for (const order of step.orders) {
            if (order.kind === 'open') expect(open.has(order.line)).toBe(false);
            if (order.kind === 'open') open.add(order.line);
            if (order.kind === 'drop') expect(open.delete(order.line)).toBe(true);
          }
          state = step.state;
          for (const line of open) expect(holdsLine(state, line)).toBe(true);
          const waits = state.kind === 'idle' || state.kind === 'stopped' || state.kind === 'waiting';
          expect(waits ? open.size : Math.sign(open.size)).toBe(waits ? 0 : 1);
          if (state.kind === 'waiting') expect(state.dueMs - nowMs).toBeLessThanOrEqual(20_000);
        }
      }),
      { numRuns: 500 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeRoom, ledgerFaults } from './ledger.ts';
import { closed, joined, observe, resumed, type Step } from '../test/observations.ts';
import type { TraceEvent } from './trace.ts';

const SIX = [0, 1, 2, 3, 4, 5];

describe('the ledger of a room', () => {
  test('holds when everybody got everything in one order', () => {
    const ledger = judgeRoom(
      [
        observe(
          [
            [joined, SIX],
            [joined, [0, 1, 2], [3, 4, 5]],
          ],
          SIX,
        ),
      ],
      6,
    );
    expect(ledger).toMatchObject({ accepted: 6, expected: 12, delivered: 12, lost: 0, duplicated: 0, outOfOrder: 0 });
    expect(ledgerFaults(ledger)).toEqual([]);
  });

  test('holds when the log has another order than the posts, as long as all saw that one', () => {
    const order = [3, 0, 5, 1, 4, 2];
    expect(
      judgeRoom(
        [
          observe(
            [
              [joined, order],
              [joined, order],
            ],
            SIX,
          ),
        ],
        6,
      ),
    ).toMatchObject({ delivered: 12, outOfOrder: 0 });
  });

  test('adds up over workers: each knows only its own viewers and its own acks', () => {
    const one = observe([[joined, SIX]], [0, 2, 4]);
    const other = observe([[joined, [0, 1, 2, 4, 5]]], [1, 3, 5]);
    expect(judgeRoom([one, other], 6)).toMatchObject({ accepted: 6, expected: 12, delivered: 11, lost: 1 });
  });

  test('takes the order most viewers saw for the log, whoever is read first', () => {
    const wrong = [joined, [1, 0, 2, 3, 4, 5]];
    const right = [joined, SIX];
    for (const viewers of [
      [wrong, right, right],
      [right, wrong, right],
      [right, right, wrong],
    ]) {
      expect(judgeRoom([observe(viewers, SIX)], 6)).toMatchObject({ outOfOrder: 1, lost: 0, duplicated: 0 });
    }
  });

  test('sees a loss although the viewer that lost something is read first', () => {
    const viewers = [
      [joined, [0, 1, 3, 4, 5]],
      [joined, SIX],
      [joined, [0, 1, 2, 3, 4]],
    ];
    expect(judgeRoom([observe(viewers, SIX)], 6)).toMatchObject({ lost: 2, outOfOrder: 0 });
  });

  test('counts what was acknowledged and never seen as lost to each viewer', () => {
    expect(
      judgeRoom(
        [
          observe(
            [
              [joined, [0, 1]],
              [joined, [0, 1]],
            ],
            [0, 1, 2],
          ),
        ],
        3,
      ),
    ).toMatchObject({ expected: 6, lost: 2 });
  });

  test('counts what was seen and never acknowledged as accepted', () => {
    expect(
      judgeRoom(
        [
          observe(
            [
              [joined, [0, 1]],
              [joined, [0]],
            ],
            [0],
          ),
        ],
        2,
      ),
    ).toMatchObject({ accepted: 2, lost: 1 });
  });

  test('explains what is missing by what frames told, and no more than that', () => {
    const told = [joined, [0, 1], { numbers: [4, 5], leftOut: 2 }];
    expect(judgeRoom([observe([told, told], SIX)], 6)).toMatchObject({
      expected: 12,
      delivered: 8,
      leftOut: 4,
      lost: 0,
    });
    const less = [joined, [0, 1], { numbers: [4, 5], leftOut: 1 }];
    expect(judgeRoom([observe([less, told], SIX)], 6)).toMatchObject({ leftOut: 3, lost: 1, overclaimed: 0 });
    const more = [joined, [0, 1], { numbers: [4, 5], leftOut: 5 }];
    expect(judgeRoom([observe([more, told], SIX)], 6)).toMatchObject({ leftOut: 4, lost: 0, overclaimed: 3 });
  });

  test('owes a late viewer what the log took after its welcome, and nothing before', () => {
    const late: TraceEvent = { type: 'joined', beforeStart: false, numbers: [1, 2] };
    expect(
      judgeRoom(
        [
          observe(
            [
              [joined, SIX],
              [late, [3, 4, 5]],
            ],
            SIX,
          ),
        ],
        6,
      ),
    ).toMatchObject({ expected: 9, delivered: 9 });
    expect(
      judgeRoom(
        [
          observe(
            [
              [joined, SIX],
              [late, [4, 5]],
            ],
            SIX,
          ),
        ],
        6,
      ),
    ).toMatchObject({ expected: 9, lost: 1 });
    expect(
      judgeRoom(
        [
          observe(
            [
              [joined, SIX],
              [late, [2, 3, 4, 5]],
            ],
            SIX,
          ),
        ],
        6,
      ),
    ).toMatchObject({ duplicated: 1 });
  });

  test('treats a recovered resume as if nothing had happened', () => {
    const broken = [joined, [0, 1], closed(1006), resumed([2, 3]), [4, 5]];
    expect(judgeRoom([observe([[joined, SIX], broken], SIX)], 6)).toMatchObject({
      expected: 12,
      delivered: 12,
      lost: 0,
    });
    const twice = [joined, [0, 1, 2], closed(1006), resumed([2, 3]), [4, 5]];
    expect(judgeRoom([observe([[joined, SIX], twice], SIX)], 6)).toMatchObject({ duplicated: 1, lost: 0 });
    const hole = [joined, [0, 1], closed(1006), resumed([3]), [4, 5]];
    expect(judgeRoom([observe([[joined, SIX], hole], SIX)], 6)).toMatchObject({ lost: 1 });
  });

  test('a gap that was told is no loss: 4508 is too slow, anything else not recovered', () => {
    const slow = [joined, [0, 1], closed(4508), resumed([4], false), [5]];
    expect(judgeRoom([observe([[joined, SIX], slow], SIX)], 6)).toMatchObject({ tooSlow: 2, notRecovered: 0, lost: 0 });
    const restarted = [joined, [0, 1], closed(1012), resumed([], false), [5]];
    expect(judgeRoom([observe([[joined, SIX], restarted], SIX)], 6)).toMatchObject({
      tooSlow: 0,
      notRecovered: 3,
      lost: 0,
    });
    const gone = [joined, [0, 1], closed(4508)];
    expect(judgeRoom([observe([[joined, SIX], gone], SIX)], 6)).toMatchObject({ tooSlow: 4, lost: 0, expected: 12 });
  });

  test('history that comes again with an unrecovered resume is no second delivery', () => {
    const viewer = [joined, [0, 1], closed(1012), resumed([0, 1, 4], false), [5]];
    expect(judgeRoom([observe([[joined, SIX], viewer], SIX)], 6)).toMatchObject({ duplicated: 0, notRecovered: 2 });
  });

  test('owes nothing after a viewer was cut off for good, or to one that never got in', () => {
    expect(judgeRoom([observe([[joined, SIX], [joined, [0, 1], closed(1006)], []], SIX)], 6)).toMatchObject({
      expected: 8,
      lost: 0,
    });
    expect(
      judgeRoom(
        [
          observe(
            [
              [joined, SIX],
              [joined, [0, 2], closed(1006)],
            ],
            SIX,
          ),
        ],
        6,
      ),
    ).toMatchObject({ expected: 9, lost: 1 });
  });

  test('does not miss what was recalled', () => {
    const ledger = judgeRoom(
      [
        observe(
          [
            [joined, SIX],
            [joined, [0, 1, 2, 4, 5]],
          ],
          SIX,
          [3],
        ),
      ],
      6,
    );
    expect(ledger).toMatchObject({ expected: 12, delivered: 11, recalled: 1, lost: 0 });
  });

  test('always adds up: owed is what was delivered, told or lost', () => {
    const late: TraceEvent = { type: 'joined', beforeStart: false, numbers: [0] };
    const viewers = [
      [joined, SIX],
      [joined, [0, 1], closed(4508), resumed([4], false), [5]],
      [late, { numbers: [2, 5], leftOut: 1 }],
      [joined, { numbers: [1], leftOut: 9 }, closed(1006)],
      [joined, [0, 4], closed(1012), resumed([5], false)],
    ];
    const ledger = judgeRoom([observe(viewers, SIX, [3])], 6);
    const { delivered, leftOut, merged, recalled, tooSlow, notRecovered, lost } = ledger;
    expect(delivered + leftOut + merged + recalled + tooSlow + notRecovered + lost).toBe(ledger.expected);
  });

  test('finds exactly the faults that were made, whichever viewers they befell', () => {
    const fault = fc.record({ viewer: fc.nat(2), at: fc.nat(9), kind: fc.constantFrom('drop', 'double', 'swap') });
    // One fault per comment and its neighbour: two in one place can undo each other.
    const faults = fc.uniqueArray(fault, { maxLength: 6, selector: ({ viewer, at }) => `${viewer}.${at}` });
    fc.assert(
      fc.property(faults, fc.integer({ min: 4, max: 8 }), (made, faithful) => {
        const truth = Array.from({ length: 20 }, (_, number) => number);
        const seen = [0, 1, 2].map(() => truth.map((number) => [number]));
        for (const { viewer, at, kind } of made) {
          const places = seen[viewer];
          if (!places) continue;
          const pair = [2 * at, 2 * at + 1];
          if (kind === 'drop') places[2 * at] = [];
          else if (kind === 'double') places[2 * at] = [2 * at, 2 * at];
          else [places[2 * at], places[2 * at + 1]] = [pair.slice(1), pair.slice(0, 1)];
        }
        const viewers: Step[][] = seen.map((places) => [joined, places.flat()]);
        for (let one = 0; one < faithful; one += 1) viewers.push([joined, truth]);
        const count = (kind: string): number => made.filter((one) => one.kind === kind).length;
        const ledger = judgeRoom([observe(viewers, truth)], 20);
        expect(ledger).toMatchObject({ lost: count('drop'), duplicated: count('double'), outOfOrder: count('swap') });
      }),
    );
  });
});

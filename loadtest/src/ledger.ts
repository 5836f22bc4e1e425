/**
 * The account of a run: of every comment a gateway acknowledged and every viewer it was owed to, what became of it.
 *
 * expected = delivered + leftOut + merged + recalled + tooSlow + notRecovered + lost, in deliveries (comment × viewer).
 * A viewer is owed what the log took while it was connected: everything, when it was welcomed before the first
 * post; from the last comment of its welcome on, when it came later. A resume with `recovered: true` closes its gap.
 */
import { logOrder } from './log-order.ts';
import type { RoomObservation } from './observation.ts';
import { judgeWatch } from './watch.ts';
import { readWatch } from './watch-reader.ts';

export interface Ledger {
  /** Comments the gateway acknowledged, or showed to somebody. */
  accepted: number;
  expected: number;
  delivered: number;
  /** Told in frames: the room's budget did not let them through. */
  leftOut: number;
  /** Stood for by another comment's `count`. */
  merged: number;
  recalled: number;
  /** Missed by viewers that were told they are too slow (4508) and could not be given the gap afterwards. */
  tooSlow: number;
  /** Missed by viewers that were told, on their return, that the gap is not recovered. */
  notRecovered: number;
  lost: number;
  duplicated: number;
  outOfOrder: number;
  /** Delivered in a room they were not posted to. */
  stray: number;
  /** Told as left out and yet delivered: such a count could hide a loss. */
  overclaimed: number;
  /** Posts sent and never answered. Some may be in the log. */
  unanswered: number;
  /** Other people's comments seen in the rooms; with them, `leftOut` can't be told apart. */
  foreign: number;
}

export function emptyLedger(): Ledger {
  return {
    accepted: 0,
    expected: 0,
    delivered: 0,
    leftOut: 0,
    merged: 0,
    recalled: 0,
    tooSlow: 0,
    notRecovered: 0,
    lost: 0,
    duplicated: 0,
    outOfOrder: 0,
    stray: 0,
    overclaimed: 0,
    unanswered: 0,
    foreign: 0,
  };
}

export function addLedger(sum: Ledger, part: Ledger): void {
  for (const name of Object.keys(sum) as (keyof Ledger)[]) sum[name] += part[name];
}

/** What is wrong, each in a few words; empty when the ledger holds. */
export function ledgerFaults(ledger: Ledger): readonly string[] {
  const faults: readonly [number, string][] = [
    [ledger.lost, 'lost'],
    [ledger.duplicated, 'delivered twice'],
    [ledger.outOfOrder, 'out of order'],
    [ledger.stray, 'delivered to the wrong room'],
    [ledger.overclaimed, 'said to be left out and yet delivered'],
  ];
  return faults.filter(([count]) => count > 0).map(([count, what]) => `${count.toLocaleString('en-US')} ${what}`);
}

/**
 * Judges one room over all its viewers.
 *
 * @param observations of every worker that had viewers or publishers there.
 * @param comments numbers of the room's comments are below it.
 */
export function judgeRoom(observations: readonly RoomObservation[], comments: number): Ledger {
  const ledger = emptyLedger();
  const accepted = new Uint8Array(comments);
  const recalled = new Uint8Array(comments);
  for (const { acked, recalled: numbers, unanswered } of observations) {
    for (const number of acked) accepted[number] = 1;
    for (const number of numbers) recalled[number] = 1;
    ledger.unanswered += unanswered;
  }
  const watches = observations.flatMap((observation) =>
    observation.groups.map((group) => readWatch(observation, group)),
  );
  for (const { numbers } of watches) for (const number of numbers) accepted[number] = 1;
  for (const one of accepted) ledger.accepted += one;
  ledger.foreign = watches.reduce((most, watch) => Math.max(most, watch.foreign), 0);

  const position = logOrder(watches, comments);
  const seen = position.reduce((count, at) => (at >= 0 ? count + 1 : count), 0);
  // Where the tool can't know all that was in the room, a count above what it misses proves nothing.
  const exact = ledger.foreign === 0 && ledger.unanswered === 0;
  for (const watch of watches) {
    const verdict = judgeWatch(watch, {
      position,
      seen,
      accepted: ledger.accepted,
      acceptedNumbers: accepted,
      recalled,
    });
    for (const name of VERDICT_FIELDS) ledger[name] += verdict[name] * watch.viewers;
    if (exact) ledger.overclaimed += verdict.overclaimed * watch.viewers;
  }
  return ledger;
}

const VERDICT_FIELDS = [
  'expected',
  'delivered',
  'leftOut',
  'merged',
  'recalled',
  'tooSlow',
  'notRecovered',
  'lost',
  'duplicated',
  'outOfOrder',
  'stray',
] as const;

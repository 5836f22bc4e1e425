/** One viewer against the log: what it was owed, what it got, and what it was told instead. */
import { CLOSE } from '@danmaku-live/protocol';
import type { Watch } from './watch-reader.ts';

export interface Log {
  /** Position of each number in the log; -1 where no viewer saw it. */
  readonly position: Int32Array;
  /** Numbers with a position. */
  readonly seen: number;
  /** Comments accepted, with or without a position. */
  readonly accepted: number;
  readonly acceptedNumbers: Uint8Array;
  readonly recalled: Uint8Array;
}

/** Per viewer; the fields mean what they mean in the ledger. */
export interface Verdict {
  expected: number;
  delivered: number;
  leftOut: number;
  merged: number;
  recalled: number;
  tooSlow: number;
  notRecovered: number;
  lost: number;
  duplicated: number;
  outOfOrder: number;
  stray: number;
  overclaimed: number;
}

/** A stretch of the log that the viewer was told it missed. */
interface Gap {
  readonly tooSlow: boolean;
  /** The last position it had. */
  readonly after: number;
}

export function judgeWatch(watch: Watch, log: Log): Verdict {
  const verdict: Verdict = {
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
    stray: watch.stray,
    overclaimed: 0,
  };
  const got = new Uint8Array(log.position.length);
  // Positions up to `start` are from before it came; up to `furthest` it has seen the log.
  let start = -1;
  let furthest = -1;
  let fromTheStart = false;
  let sessions = 0;
  let closedWith: number | undefined;
  let gap: Gap | undefined;
  const excused: [number, number, boolean][] = [];

  const take = (number: number, counted: boolean): void => {
    if (got[number] === 1) {
      if (counted) verdict.duplicated += 1;
      return;
    }
    got[number] = 1;
    const at = log.position[number] ?? -1;
    if (gap && at > gap.after) {
      excused.push([gap.after + 1, at - 1, gap.tooSlow]);
      gap = undefined;
    }
    if (counted) {
      verdict.delivered += 1;
      if (at < furthest) verdict.outOfOrder += 1;
    }
    furthest = Math.max(furthest, at);
  };

  for (const step of watch.steps) {
    switch (step.type) {
      case 'joined':
        for (const number of step.numbers) take(number, false);
        fromTheStart = step.beforeStart || step.numbers.length === 0;
        start = furthest;
        sessions += 1;
        closedWith = undefined;
        break;
      case 'resumed':
        if (!step.recovered) gap = { tooSlow: closedWith === CLOSE.tooSlow, after: furthest };
        for (const number of step.numbers) {
          // What comes again because the gap was not recovered is history, not a second delivery.
          if (step.recovered || got[number] !== 1) take(number, true);
        }
        sessions += 1;
        closedWith = undefined;
        break;
      case 'closed':
        closedWith = step.code;
        break;
      case 'frame':
        for (const number of step.numbers) take(number, true);
        verdict.leftOut += step.leftOut;
        verdict.merged += step.merged;
        break;
    }
  }

  // Nobody who never got in is owed anything.
  if (sessions === 0) return verdict;
  const last = log.seen - 1;
  const end = closedWith === undefined || closedWith === CLOSE.tooSlow ? last : furthest;
  if (closedWith === CLOSE.tooSlow) excused.push([furthest + 1, last, true]);
  else if (gap) excused.push([gap.after + 1, end, gap.tooSlow]);

  const throughout = fromTheStart && closedWith === undefined;
  const unseen = throughout ? log.accepted - log.seen : 0;
  verdict.expected = end - start + unseen;
  let excusedMissing = 0;
  const missing = collectMissing(got, log, start, end, throughout);
  for (const number of missing) {
    const at = log.position[number] ?? -1;
    const excuse = at >= 0 ? excused.find(([from, to]) => at >= from && at <= to) : undefined;
    if (log.recalled[number] === 1) verdict.recalled += 1;
    else if (excuse?.[2]) verdict.tooSlow += 1;
    else if (excuse) verdict.notRecovered += 1;
    else continue;
    excusedMissing += 1;
  }
  const unexplained = missing.length - excusedMissing - verdict.leftOut - verdict.merged;
  verdict.lost = Math.max(0, unexplained);
  // Only where nothing but its own frames could have told it: one session, from the first post to the last.
  if (throughout && sessions === 1) verdict.overclaimed = Math.max(0, -unexplained);
  if (unexplained < 0) trimClaims(verdict, missing.length - excusedMissing);
  return verdict;
}

function collectMissing(got: Uint8Array, log: Log, start: number, end: number, throughout: boolean): readonly number[] {
  const missing: number[] = [];
  for (let number = 0; number < got.length; number += 1) {
    if (got[number] === 1) continue;
    const at = log.position[number] ?? -1;
    if (at >= 0 ? at > start && at <= end : throughout && log.acceptedNumbers[number] === 1) missing.push(number);
  }
  return missing;
}

/** Claims cover at most what is missing, so that the account adds up. */
function trimClaims(verdict: Verdict, missing: number): void {
  verdict.leftOut = Math.min(verdict.leftOut, missing);
  verdict.merged = Math.min(verdict.merged, missing - verdict.leftOut);
}

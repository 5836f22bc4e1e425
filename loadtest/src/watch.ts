/** One viewer against the log: what it was owed, what it got, and what it was told instead. */
import { CLOSE } from '@danmaku-live/protocol';
import type { TraceEvent } from './trace.ts';
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

/** Positions of the log that the viewer was told it missed, ends included. */
interface Gap {
  readonly from: number;
  readonly to: number;
  readonly tooSlow: boolean;
}

export function judgeWatch(watch: Watch, log: Log): Verdict {
  const attendance = new Attendance(log, watch.stray);
  for (const step of watch.steps) {
    if (step.type === 'frame') attendance.frame(step.numbers, step.leftOut, step.merged);
    else attendance.event(step);
  }
  return attendance.verdict();
}

class Attendance {
  readonly #log: Log;
  readonly #got: Uint8Array;
  readonly #verdict: Verdict;
  readonly #gaps: Gap[] = [];
  /** The gap whose other side has not been seen yet. */
  #openGap: Omit<Gap, 'to'> | undefined;
  /** Positions up to this one are from before it came. */
  #start = -1;
  /** The furthest position it has seen. */
  #furthest = -1;
  #fromTheStart = false;
  #sessions = 0;
  #closedWith: number | undefined;

  constructor(log: Log, stray: number) {
    this.#log = log;
    this.#got = new Uint8Array(log.position.length);
    this.#verdict = { ...NOTHING, stray };
  }

  frame(numbers: Uint32Array, leftOut: number, merged: number): void {
    for (const number of numbers) this.#take(number);
    this.#verdict.leftOut += leftOut;
    this.#verdict.merged += merged;
  }

  event(event: TraceEvent): void {
    if (event.type === 'closed') {
      this.#closedWith = event.code;
      return;
    }
    this.#sessions += 1;
    if (event.type === 'joined') {
      for (const number of event.numbers) this.#see(number);
      this.#start = this.#furthest;
      this.#fromTheStart = event.beforeStart || event.numbers.length === 0;
    } else {
      if (!event.recovered) this.#openGap = { from: this.#furthest + 1, tooSlow: this.#closedWith === CLOSE.tooSlow };
      for (const number of event.numbers) {
        // What comes again because the gap was not recovered is history, not a second delivery.
        if (event.recovered || this.#got[number] !== 1) this.#take(number);
      }
    }
    this.#closedWith = undefined;
  }

  verdict(): Verdict {
    const verdict = this.#verdict;
    // Nobody who never got in is owed anything.
    if (this.#sessions === 0) return verdict;
    const last = this.#log.seen - 1;
    const wasToldAndLeft = this.#closedWith === CLOSE.tooSlow;
    // Who was cut off and never came back is owed what came before.
    const end = this.#closedWith === undefined || wasToldAndLeft ? last : this.#furthest;
    if (wasToldAndLeft) this.#gaps.push({ from: this.#furthest + 1, to: last, tooSlow: true });
    else if (this.#openGap) this.#gaps.push({ ...this.#openGap, to: end });
    const throughout = this.#fromTheStart && this.#closedWith === undefined;
    verdict.expected = end - this.#start + (throughout ? this.#log.accepted - this.#log.seen : 0);
    const unexcused = this.#excuse(this.#missing(end, throughout));
    const unexplained = unexcused - verdict.leftOut - verdict.merged;
    verdict.lost = Math.max(0, unexplained);
    // Only where nothing but its own frames could have told it: one session, from the first post to the last.
    if (throughout && this.#sessions === 1) verdict.overclaimed = Math.max(0, -unexplained);
    // Claims cover at most what is missing, so that the account adds up.
    verdict.leftOut = Math.min(verdict.leftOut, unexcused);
    verdict.merged = Math.min(verdict.merged, unexcused - verdict.leftOut);
    return verdict;
  }

  /** A delivery. */
  #take(number: number): void {
    if (this.#got[number] === 1) {
      this.#verdict.duplicated += 1;
      return;
    }
    this.#verdict.delivered += 1;
    if (this.#positionOf(number) < this.#furthest) this.#verdict.outOfOrder += 1;
    this.#see(number);
  }

  #see(number: number): void {
    this.#got[number] = 1;
    const at = this.#positionOf(number);
    if (this.#openGap && at >= this.#openGap.from) {
      this.#gaps.push({ ...this.#openGap, to: at - 1 });
      this.#openGap = undefined;
    }
    this.#furthest = Math.max(this.#furthest, at);
  }

  #missing(end: number, throughout: boolean): readonly number[] {
    const missing: number[] = [];
    for (let number = 0; number < this.#got.length; number += 1) {
      if (this.#got[number] === 1) continue;
      const at = this.#positionOf(number);
      const isOwed = at >= 0 ? at > this.#start && at <= end : throughout && this.#log.acceptedNumbers[number] === 1;
      if (isOwed) missing.push(number);
    }
    return missing;
  }

  /** Counts what was recalled or lies in a gap it was told of. @returns how many are left. */
  #excuse(missing: readonly number[]): number {
    const verdict = this.#verdict;
    let left = 0;
    for (const number of missing) {
      const at = this.#positionOf(number);
      const gap = at < 0 ? undefined : this.#gaps.find(({ from, to }) => at >= from && at <= to);
      if (this.#log.recalled[number] === 1) verdict.recalled += 1;
      else if (!gap) left += 1;
      else if (gap.tooSlow) verdict.tooSlow += 1;
      else verdict.notRecovered += 1;
    }
    return left;
  }

  #positionOf(number: number): number {
    return this.#log.position[number] ?? -1;
  }
}

const NOTHING: Verdict = {
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
};

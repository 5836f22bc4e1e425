/**
 * A stretch of a recording, placed. What flies is written down as cues, from which every moment's picture can be read.
 *
 * Blocks with even numbers are placed as if there were nothing else; those with odd numbers fill in between, out of
 * the way of their two neighbours. So a block depends on its neighbours at most, however long the recording.
 */
import type { DanmakuComment } from '@danmaku-live/protocol';
import type { OverlaySettings } from '../options.ts';
import { needOf } from './flight.ts';
import type { Flight } from './flight.ts';
import { Lanes } from './lanes.ts';
import { Later } from './later.ts';
import type { Layout } from './layout.ts';
import { xAt } from './motion.ts';
import type { Recording } from './recording.ts';
import { sieveOf } from './sieve.ts';
import type { SieveReason } from './sieve.ts';
import { Traffic } from './traffic.ts';
import type { Admission, Sink } from './traffic.ts';

/** One comment's flight: how it is from each of its moments on. A merged repeat makes another version of it. */
export interface Cue {
  readonly fromMs: number;
  untilMs: number;
  readonly versions: [Version, ...Version[]];
}

interface Version {
  readonly sinceMs: number;
  readonly flight: Flight;
}

/** What became of a comment that has no cue of its own. */
export interface Omission {
  readonly atMs: number;
  readonly comment: DanmakuComment;
  readonly reason: Exclude<Admission, 'shown'> | SieveReason;
}

export interface Neighbours {
  readonly before: Block | undefined;
  readonly after: Block | undefined;
}

/** Growing counters may make a flight longer by less than this. */
const GROWTH_MS = 5_000;
/**
 * Most comments for which a place is looked for, on average: what a live room sends its viewers at most, or, where fewer
 * may be on screen, somewhat more than those that can come onto it; and how far a crowd may be above that. A seek looks
 * for the places of up to three blocks, in one tick.
 */
const TRIES = { perSecond: 100, perPlace: 1.5, burst: 200 };
/** Those beyond that, and unwanted ones, are cheaper by so much. */
const LOOKS_PER_TRY = 20;
/** How fine the number of others on screen is counted. */
const COUNT_STEP_MS = 500;

/** A block lasts so long that whatever starts in it is gone before its next but one begins. */
export function blockMsOf({ crossMs, standMs }: Layout): number {
  return 10_000 + Math.max(4 * crossMs, standMs) + GROWTH_MS;
}

export class Block {
  readonly cues: Cue[] = [];
  readonly #omissions: Omission[] = [];
  /** Numbers of those beyond what is tried. */
  readonly #beyond: number[] = [];
  readonly #recording: Recording;
  readonly #sieve: (comment: DanmakuComment) => SieveReason | undefined;
  readonly #traffic: Traffic;
  readonly #cueOf = new Map<number, Cue>();
  readonly #startMs: number;
  readonly #limitMs: number;
  readonly #end: number;
  readonly #triesPerMs: number;
  #tried = 0;
  #next: number;
  #touched: number | undefined;

  /** @param neighbours for odd numbers; both placed to their end. */
  constructor(
    index: number,
    recording: Recording,
    layout: Layout,
    settings: OverlaySettings,
    measure: Sink['measure'],
    newKey: () => number,
    neighbours?: Neighbours,
  ) {
    const blockMs = blockMsOf(layout);
    this.#recording = recording;
    this.#sieve = sieveOf(settings);
    this.#startMs = index * blockMs;
    this.#triesPerMs = Math.min(TRIES.perSecond / 1000, (TRIES.perPlace * settings.maxOnScreen) / layout.crossMs);
    this.#next = recording.indexAt(this.#startMs);
    this.#end = recording.indexAt((index + 1) * blockMs);
    this.#limitMs = (index + 2) * blockMs - GROWTH_MS;
    const note = (key: number): boolean => (this.#touched = key) > 0;
    this.#traffic = new Traffic(
      {
        measure,
        add: ({ key, motion }) => motion.untilMs <= this.#limitMs && note(key),
        update: ({ key }) => void note(key),
        remove: () => undefined,
      },
      layout,
      settings,
      newKey,
    );
    if (neighbours !== undefined) {
      const startMs = this.#startMs;
      const others = [neighbours.before, neighbours.after].flatMap((block) => block?.cues ?? []);
      this.#traffic.flyAmong(
        {
          lanes: lanesAmong(others.map(finalFlight), layout, startMs),
          countAt: countsOf(others, startMs, blockMs, layout),
        },
        startMs,
      );
    }
  }

  get isDone(): boolean {
    return this.#next >= this.#end;
  }

  /** Looks for places for up to `count` more comments. */
  advance(count: number): void {
    const end = Math.min(this.#end, this.#next + count * LOOKS_PER_TRY);
    const mostTried = this.#tried + count;
    for (; this.#next < end && this.#tried < mostTried; this.#next += 1) this.#place(this.#next);
  }

  #place(index: number): void {
    const atMs = this.#recording.atMs(index);
    if (!this.#mayTry(index, atMs)) {
      this.#beyond.push(index);
      return;
    }
    const comment = this.#recording.comments[index];
    if (comment === undefined) return;
    const unwanted = this.#sieve(comment);
    if (unwanted === undefined) this.#tried += 1;
    this.#traffic.retire(atMs);
    const outcome = unwanted ?? this.#traffic.admit(comment, false, atMs);
    if (outcome !== 'shown') this.#omissions.push({ atMs, comment, reason: outcome });
    if (outcome === 'shown' || outcome === 'merged') this.#write(atMs);
  }

  /** Depends on what came before in the block only. Privileged ones find their place in any crowd but one of their own. */
  #mayTry(index: number, atMs: number): boolean {
    const most = TRIES.burst + this.#triesPerMs * (atMs - this.#startMs);
    return this.#tried < most || (this.#tried < 2 * most && this.#recording.isFirst(index));
  }

  /** Comments of the time after `fromMs` up to `toMs` that have no cue of their own. */
  omissionsBetween(fromMs: number, toMs: number): Omission[] {
    const isBetween = (atMs: number): boolean => atMs > fromMs && atMs <= toMs;
    const beyond = this.#beyond.flatMap((index): Omission[] => {
      const [atMs, comment] = [this.#recording.atMs(index), this.#recording.comments[index]];
      return comment !== undefined && isBetween(atMs) ? [{ atMs, comment, reason: 'too_many' }] : [];
    });
    return [...this.#omissions.filter(({ atMs }) => isBetween(atMs)), ...beyond];
  }

  #write(atMs: number): void {
    const flight = this.#touched === undefined ? undefined : this.#traffic.flights.get(this.#touched);
    if (flight === undefined) return;
    const version: Version = { sinceMs: atMs, flight: { ...flight } };
    const { fromMs, untilMs } = flight.motion;
    const cue = this.#cueOf.get(flight.key);
    if (cue === undefined) {
      const made: Cue = { fromMs, untilMs, versions: [version] };
      this.#cueOf.set(flight.key, made);
      this.cues.push(made);
    } else {
      cue.versions.push(version);
      cue.untilMs = untilMs;
    }
  }
}

/** As of a moment; `undefined` where it does not fly then. */
export function flightAt(cue: Cue, ms: number): Flight | undefined {
  if (ms < cue.fromMs || ms >= cue.untilMs) return undefined;
  let { flight } = cue.versions[0];
  for (const version of cue.versions) if (version.sinceMs <= ms) ({ flight } = version);
  return flight.motion.untilMs <= ms ? undefined : flight;
}

/** At its widest, from its start on: what others must keep away from. */
export function finalFlight({ fromMs, versions }: Cue): Flight {
  const { flight } = versions.at(-1) ?? versions[0];
  const { motion } = flight;
  return { ...flight, motion: { ...motion, x: xAt(motion, fromMs), fromMs } };
}

/** Lanes in which `flights` are on their way already, or will be: whoever asks gets out of the way of both. */
export function lanesAmong(flights: readonly Flight[], layout: Layout, stageMs: number): Lanes {
  const later = new Later(layout.rows, layout.width, layout.gap);
  const lanes = new Lanes(layout.rows, layout.width, layout.gap, later);
  for (const flight of flights) {
    const { layer, row, rows, key, motion, size } = flight;
    if (motion.untilMs <= stageMs) continue;
    if (motion.fromMs < stageMs) lanes.occupy(layer, row, needOf(flight, layout), key, motion.fromMs, motion.fromMs);
    else if (layer === 0) later.add(row, rows, motion, size.width);
  }
  return lanes;
}

/** Answers how many of `cues` count against the cap at most while a comment of `ms` flies. */
function countsOf(
  cues: readonly Cue[],
  startMs: number,
  blockMs: number,
  { crossMs, standMs }: Layout,
): (ms: number) => number {
  const counts = new Uint32Array(Math.ceil((2 * blockMs) / COUNT_STEP_MS) + 1);
  const stepOf = (ms: number): number =>
    Math.min(Math.max(0, Math.floor((ms - startMs) / COUNT_STEP_MS)), counts.length - 1);
  for (const { fromMs, untilMs, versions } of cues) {
    if (untilMs <= startMs || versions[0].flight.first) continue;
    for (let i = stepOf(fromMs); i <= stepOf(untilMs); i += 1) counts[i] = (counts[i] ?? 0) + 1;
  }
  const lifeMs = Math.max(crossMs, standMs);
  return (ms) => counts.subarray(stepOf(ms), stepOf(ms + lifeMs) + 1).reduce((most, count) => Math.max(most, count), 0);
}

/**
 * The crowd: guests enough for the asked rate, each with a connection of its own, and comments for them to post.
 * It goes through the gateway like everybody else and takes its refusals like everybody else.
 */
import type { RefusalCode } from '@danmaku-live/protocol';
import type { Random } from '../random.ts';
import type { SceneName } from '../scene/timeline.ts';
import { excitement, nextArrivalMs } from './arrivals.ts';
import { createAuthor } from './author.ts';
import { createGuest, type Guest } from './guest.ts';
import { GUEST_PACE } from './pace.ts';

/** Connections that one page opens for its crowd; browsers stop at 200 and more, a good neighbour before. */
export const MOST_GUESTS = 40;
/** Comments a second that so many guests may post for any length of time. */
const MOST_PER_SECOND = MOST_GUESTS * GUEST_PACE.perSecond;

const REPORT_MS = 5000;
/** A tab that slept does not make up for more than this. */
const CATCH_UP_MS = 1500;
/** Shares of a second's comments that could not be posted before the crowd says so. */
const SHORT = 0.12;

export interface CrowdReport {
  readonly guestsJoined: number;
  readonly guestsWanted: number;
  /** Comments acknowledged per second, over the last five. */
  readonly perSecond: number;
  /** Why the rate is not reached, if it is not. */
  readonly trouble?: 'no_connection' | 'shut_out' | 'too_few_guests' | RefusalCode;
}

export interface Crowd {
  /** Comments per second on average, above 0. */
  setRate(perSecond: number): void;
  start(): void;
  /** Everybody leaves. */
  stop(): void;
  report(): CrowdReport;
}

export interface CrowdOptions {
  /** The room's WebSocket address. */
  readonly url: string;
  readonly random: Random;
  /** What the crowd is looking at. */
  readonly scene: () => SceneName;
  readonly rate: number;
}

export function createCrowd({ url, random, scene, rate }: CrowdOptions): Crowd {
  const author = createAuthor(random);
  const guests: Guest[] = [];
  const posted = createWindow(REPORT_MS);
  const missed = createWindow(REPORT_MS);
  let refusal: { readonly code: RefusalCode; readonly atMs: number } | undefined;
  let shutOut = false;
  let perSecond = rate;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dueMs = 0;
  let startedMs = 0;

  const listener = {
    onPosted: () => posted.add(Date.now()),
    onRefused: (code: RefusalCode) => {
      refusal = { code, atMs: Date.now() };
    },
    onShutOut: () => {
      shutOut = true;
    },
  };

  /** Some more than the mean needs, so that an excited crowd finds voices. */
  function guestsWanted(): number {
    return Math.min(MOST_GUESTS, Math.ceil((perSecond / GUEST_PACE.perSecond) * 1.25) + 1);
  }

  function gather(): void {
    while (guests.length < guestsWanted()) guests.push(createGuest(url, random, listener));
    for (const guest of guests.splice(guestsWanted())) guest.leave();
  }

  function speak(nowMs: number): void {
    // Whoever has been silent longest: bursts then find the others rested.
    const speaker = guests.reduce((best, guest) => (guest.tokens() > best.tokens() ? guest : best));
    if (speaker.tokens() >= 1) speaker.post(author.write(scene(), nowMs));
    else missed.add(nowMs);
  }

  function tick(): void {
    const nowMs = Date.now();
    dueMs = Math.max(dueMs, nowMs - CATCH_UP_MS);
    while (dueMs <= nowMs) {
      speak(nowMs);
      dueMs += nextArrivalMs(random, perSecond * excitement(scene(), nowMs));
    }
    timer = setTimeout(tick, dueMs - nowMs);
  }

  function trouble(nowMs: number): CrowdReport['trouble'] {
    const anybody = guests.some((guest) => guest.isJoined());
    if (!anybody && shutOut) return 'shut_out';
    if (nowMs - startedMs < REPORT_MS) return undefined;
    if (!anybody) return 'no_connection';
    const misses = missed.count(nowMs);
    if (misses === 0 || misses < SHORT * (misses + posted.count(nowMs))) return undefined;
    if (perSecond > MOST_PER_SECOND) return 'too_few_guests';
    return refusal && nowMs - refusal.atMs < REPORT_MS ? refusal.code : undefined;
  }

  return {
    setRate(wanted) {
      perSecond = wanted;
      if (timer === undefined) return;
      gather();
      clearTimeout(timer);
      dueMs = Math.min(dueMs, Date.now() + nextArrivalMs(random, perSecond));
      tick();
    },
    start() {
      if (timer !== undefined) return;
      startedMs = Date.now();
      shutOut = false;
      dueMs = startedMs;
      gather();
      tick();
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
      for (const guest of guests.splice(0)) guest.leave();
    },
    report() {
      const nowMs = Date.now();
      const reason = trouble(nowMs);
      return {
        guestsJoined: guests.filter((guest) => guest.isJoined()).length,
        guestsWanted: guestsWanted(),
        perSecond: posted.count(nowMs) / (Math.min(REPORT_MS, Math.max(1000, nowMs - startedMs)) / 1000),
        ...(reason !== undefined && { trouble: reason }),
      };
    },
  };
}

/** Counts what happened within the last `lengthMs`. Holds no more than that. */
function createWindow(lengthMs: number): { add(nowMs: number): void; count(nowMs: number): number } {
  const times: number[] = [];
  const forget = (nowMs: number): void => {
    while (times.length > 0 && (times[0] ?? nowMs) < nowMs - lengthMs) times.shift();
  };
  return {
    add(nowMs) {
      forget(nowMs);
      times.push(nowMs);
    },
    count(nowMs) {
      forget(nowMs);
      return times.length;
    },
  };
}

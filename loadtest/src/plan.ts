/** What a run does, and what follows from it: rooms, connections, publishers, the shape of the rate. */
import type { Role, Subprotocol } from '@danmaku-live/protocol';
import { postsBefore, type Schedule, type Segment } from './schedule.ts';

export const SCENARIOS = ['steady', 'spike', 'storm', 'slow', 'zipf', 'soak'] as const;
export type Scenario = (typeof SCENARIOS)[number];

/** How posts get in: as guests, as users with tokens made from a secret, or as a trusted server with its key. */
export type Publishing = 'guest' | 'token' | 'api-key';

export interface Plan {
  readonly runId: string;
  /** Gateways, as origins with an optional path. Connections are dealt out in turn. */
  readonly urls: readonly string[];
  readonly scenario: Scenario;
  readonly rooms: number;
  /** In all rooms together. */
  readonly viewers: number;
  /** Comments per second in all rooms together. */
  readonly rate: number;
  /** What is measured; the warm-up comes before it. */
  readonly seconds: number;
  readonly warmupSeconds: number;
  readonly connectPerSecond: number;
  readonly workers: number;
  readonly subprotocol: Subprotocol;
  readonly publishing: Publishing;
  readonly role: Role;
  /** What the gateway lets one publisher post. */
  readonly postPerSecond: number;
  readonly roomPrefix: string;
  /** Scenario `slow`: share of the viewers that stop reading. */
  readonly slowShare: number;
  /** Scenario `spike`: how many times the rate. */
  readonly spikeFactor: number;
  /** TLS certificates are not checked. */
  readonly insecure: boolean;
}

/** Never part of a result or a report. */
export interface Secrets {
  readonly jwtSecret?: string;
  readonly apiKey?: string;
  readonly metricsKey?: string;
}

export interface RoomPlan {
  readonly name: string;
  readonly viewers: number;
  readonly publishers: number;
  /** Publishers are numbered through the run; this is the room's first. */
  readonly firstPublisher: number;
  /** Comments intended here, warm-up included. */
  readonly comments: number;
  readonly schedule: Schedule;
}

/** One connection: its room, and which of the room's publishers it is (-1: it only watches). */
export interface Seat {
  readonly room: number;
  readonly publisher: number;
}

/** Publishers stay this far under what the gateway allows: a late timer must not look like a flood. */
const POST_RATE_MARGIN = 0.9;
const GOLDEN_RATIO = 0.618_033_988_75;

/** Milliseconds of posting: warm-up and measurement. */
export function postingMs(plan: Plan): number {
  return (plan.warmupSeconds + plan.seconds) * 1000;
}

/**
 * When, within the measurement, the spike is on, the storm breaks or slow viewers sleep: the middle fifth; for slow
 * viewers the middle half, since gateways take seconds to be sure of one.
 */
export function eventWindowMs(plan: Plan): { readonly fromMs: number; readonly untilMs: number } {
  const warmupMs = plan.warmupSeconds * 1000;
  const share = plan.scenario === 'slow' ? 0.5 : 0.2;
  const fromMs = warmupMs + plan.seconds * 1000 * (0.5 - share / 2);
  return { fromMs, untilMs: fromMs + plan.seconds * 1000 * share };
}

/** Viewers that stop reading in scenario `slow`, of `seats`. */
export function slowCount(plan: Plan, seats: number): number {
  return Math.max(1, Math.round(seats * plan.slowShare));
}

export function rateSegments(plan: Plan): readonly Segment[] {
  if (plan.scenario !== 'spike') return [{ fromMs: 0, factor: 1 }];
  const { fromMs, untilMs } = eventWindowMs(plan);
  return [
    { fromMs: 0, factor: 1 },
    { fromMs, factor: plan.spikeFactor },
    { fromMs: untilMs, factor: 1 },
  ];
}

/** The rooms of a run. Viewers and rate are split evenly, or by 1/rank in scenario `zipf`; no room stays empty. */
export function planRooms(plan: Plan): readonly RoomPlan[] {
  const weights = Array.from({ length: plan.rooms }, (_, rank) => (plan.scenario === 'zipf' ? 1 / (rank + 1) : 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const viewers = splitViewers(plan.viewers, weights, total);
  const segments = rateSegments(plan);
  const peak = Math.max(...segments.map((segment) => segment.factor));
  let firstPublisher = 0;
  return weights.map((weight, index) => {
    const perSecond = (plan.rate * weight) / total;
    const schedule = { segments, perSecond, phase: (index * GOLDEN_RATIO) % 1 };
    const comments = perSecond > 0 ? postsBefore(schedule, postingMs(plan)) : 0;
    const wanted = Math.ceil((perSecond * peak) / (plan.postPerSecond * POST_RATE_MARGIN));
    const publishers = Math.min(comments, Math.max(1, wanted));
    const room = {
      name: `${plan.roomPrefix}${index}`,
      viewers: viewers[index] ?? 1,
      publishers,
      firstPublisher,
      comments,
      schedule,
    };
    firstPublisher += publishers;
    return room;
  });
}

/**
 * All connections of a run. Publishers are viewers that also post; a room that needs more of them than it has
 * viewers gets the difference on top, and they count as viewers in every figure.
 */
export function planSeats(rooms: readonly RoomPlan[]): readonly Seat[] {
  return rooms.flatMap(({ viewers, publishers }, room) =>
    Array.from({ length: Math.max(viewers, publishers) }, (_, seat) => ({
      room,
      publisher: seat < publishers ? seat : -1,
    })),
  );
}

function splitViewers(viewers: number, weights: readonly number[], total: number): readonly number[] {
  const spare = viewers - weights.length;
  const shares = weights.map((weight) => 1 + Math.floor((spare * weight) / total));
  let rest = viewers - shares.reduce((sum, share) => sum + share, 0);
  for (let index = 0; rest > 0; index = (index + 1) % shares.length, rest -= 1) {
    shares[index] = (shares[index] ?? 0) + 1;
  }
  return shares;
}

/**
 * What a crowd needs, worked out before anybody comes. The formula, per gateway of G, with v = viewers / G:
 *
 *   c = min(rate / rooms, ROOM_BUDGET)        comments a second that a viewer is sent
 *   f = min(c, 1000 / FLUSH_MS)               frames a second that carry them
 *   CPU = v × f × (frame + c/f × comment)     sending
 *       + rate / G × post                     what its own publishers post
 *       + batches × batch                     what comes through Redis
 *       + v / 10 s × heartbeat
 *
 * G is the smallest number for which CPU stays below 70 % of a core. Constants and their sources: costs.ts.
 */
import { COSTS } from './costs.ts';

export interface Demand {
  readonly viewers: number;
  readonly rooms: number;
  /** Comments per second in all rooms together. */
  readonly rate: number;
}

export interface Estimate {
  readonly gateways: number;
  /** Per gateway: cores, viewers, process memory and what the kernel keeps for sockets. */
  readonly gatewayCores: number;
  readonly gatewayViewers: number;
  readonly gatewayBytes: number;
  readonly kernelBytes: number;
  /** All gateways together, to viewers. */
  readonly bytesPerSecond: number;
  readonly bytesPerSecondDeflated: number;
  readonly deliveriesPerSecond: number;
  readonly framesPerSecond: number;
  /** Of what is posted, what the budget of a room does not let through. */
  readonly leftOutShare: number;
  readonly redisBatchesPerSecond: number;
  readonly redisCores: number;
}

export interface Setup {
  /** Between two frames to a busy room. */
  readonly flushMs?: number;
  /** Whether the balancer takes viewers of one room to the same gateway as long as that has room for them. */
  readonly together?: boolean;
}

const MOST_GATEWAYS = 10_000;

/** @param gateways this many; absent: as few as will do. */
export function estimate(demand: Demand, gateways?: number, setup: Setup = {}): Estimate {
  if (gateways !== undefined) return estimateWith(demand, gateways, setup);
  // The fullest gateway counts.
  const fullAt = COSTS.fullAt / (setup.together === true ? COSTS.togetherPeak : 1);
  let count = 1;
  while (count < MOST_GATEWAYS && estimateWith(demand, count, setup).gatewayCores > fullAt) count += 1;
  return estimateWith(demand, count, setup);
}

function estimateWith({ viewers, rooms, rate }: Demand, gateways: number, setup: Setup): Estimate {
  const { flushMs = COSTS.flushMs, together = false } = setup;
  const roomRate = rate / rooms;
  const sentRate = Math.min(roomRate, COSTS.roomBudget);
  const framesPerViewer = Math.min(sentRate, 1000 / flushMs);
  const perFrame = framesPerViewer === 0 ? 0 : sentRate / framesPerViewer;
  const gatewayViewers = viewers / gateways;
  // Gateways with viewers of a room: all, or those it fills and one that it shares.
  const spread = Math.min(gateways, Math.max(1, viewers / rooms), together ? 1 + gateways / rooms : Infinity);
  // Each gateway sends what its publishers of a room posted since its last batch as one more; the pace grows with the
  // square of the gateways, so that the room's share of Redis stays bounded.
  const boundedMs = (spread * spread * COSTS.subscriberUs) / 1000 / COSTS.roomShareOfRedis;
  const batchMs = Math.max(flushMs, Math.min(COSTS.widestBatchMs, boundedMs));
  const batchesPerRoom = Math.min(roomRate, (spread * 1000) / batchMs);
  const batches = rooms * batchesPerRoom;
  const microseconds =
    gatewayViewers * framesPerViewer * (COSTS.frameUs + perFrame * COSTS.frameCommentUs) +
    (rate / gateways) * COSTS.postUs +
    (gateways > 1 ? ((batches * spread) / gateways) * COSTS.batchUs : 0) +
    (gatewayViewers / COSTS.heartbeatSeconds) * COSTS.heartbeatUs;
  const history = Math.min(roomRate * 3600, COSTS.historyComments) * COSTS.historyCommentBytes;
  const framesPerSecond = viewers * framesPerViewer;
  const deliveriesPerSecond = viewers * sentRate;
  const overhead = framesPerSecond * COSTS.frameBytes;
  const content = deliveriesPerSecond * COSTS.commentBytes;
  return {
    gateways,
    gatewayCores: microseconds / 1e6,
    gatewayViewers,
    gatewayBytes: COSTS.gatewayBytes + gatewayViewers * COSTS.viewerBytes + ((rooms * spread) / gateways) * history,
    kernelBytes: gatewayViewers * COSTS.socketBytes,
    bytesPerSecond: content + overhead,
    // A frame of few comments hardly shrinks.
    bytesPerSecondDeflated: (perFrame >= 8 ? content * COSTS.deflated : content) + overhead,
    deliveriesPerSecond,
    framesPerSecond,
    leftOutShare: roomRate === 0 ? 0 : 1 - sentRate / roomRate,
    redisBatchesPerSecond: gateways > 1 ? batches : 0,
    redisCores:
      gateways > 1
        ? (batches * (COSTS.appendUs + spread * COSTS.subscriberUs) + rate * COSTS.appendCommentUs) / 1e6
        : 0,
  };
}

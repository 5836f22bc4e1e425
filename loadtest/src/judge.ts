/** From what was observed to a result and its verdict. */
import type { RefusalCode } from '@danmaku-live/protocol';
import { capacitySentence } from './capacity.ts';
import { addLedger, emptyLedger, judgeRoom, ledgerFaults, type Ledger } from './ledger.ts';
import type { Machine } from './machine.ts';
import type { Observation } from './observation.ts';
import { planRooms } from './plan.ts';
import type { Figures, Result } from './result.ts';
import { crossed, type Threshold } from './threshold.ts';
import type { Sample } from './timeline.ts';
import { average, judgeTool, largest, measuredSamples } from './tool-use.ts';

export function buildResult(
  observation: Observation,
  surroundings: { readonly machine: Machine; readonly date: Date; readonly thresholds: readonly Threshold[] },
): Result {
  const { plan, timeline, seats, connectSeconds, postingSeconds } = observation;
  const { tally, samples } = timeline;
  const ledger = judgeRooms(observation);
  const measured = measuredSamples(samples, plan, observation.startSecond);
  const seconds = Math.max(1e-9, postingSeconds);
  const intended = planRooms(plan).reduce((sum, room) => sum + room.comments, 0);
  const perSecond = average(measured, (sample) => sample.comments);
  const bytesPerSecond = average(measured, (sample) => sample.bytes);
  const bare = {
    version: 1 as const,
    date: surroundings.date.toISOString(),
    plan,
    machine: surroundings.machine,
    connections: {
      wanted: seats,
      opened: tally.opened,
      failed: seats - tally.opened,
      dropped: tally.dropped,
      tooSlow: tally.tooSlow,
      drained: tally.drained,
      returned: tally.returned,
      recovered: tally.recovered,
      atEnd: observation.openAtEnd,
      perSecond: tally.opened / Math.max(1e-9, connectSeconds),
      seconds: connectSeconds,
      problems: timeline.problems,
    },
    rate: {
      intended: plan.rate,
      sent: tally.sent / seconds,
      acked: tally.acked / seconds,
      refused: tally.refused / seconds,
    },
    posts: { intended, sent: tally.sent, acked: tally.acked, refused: tally.refused, refusals: timeline.refusals },
    deliveries: {
      expected: ledger.expected,
      received: ledger.delivered,
      perSecond,
      bytesPerSecond,
      framesPerSecond: average(measured, (sample) => sample.frames),
      bytesPerDelivery: perSecond > 0 ? bytesPerSecond / perSecond : 0,
      malformed: tally.malformed,
    },
    latency: timeline.latencies.percentiles(),
    ack: timeline.acks.percentiles(),
    returns: timeline.returns.percentiles(),
    ledger,
    gateway: gatewayUse(measured, ledger.delivered, observation.gatewayCpuSeconds),
    tool: judgeTool(measured),
    stoppedEarly: observation.stoppedEarly,
    startSecond: observation.startSecond ?? null,
  };
  const faults = findFaults(bare, surroundings.thresholds);
  const judged = { ...bare, verdict: { ok: faults.length === 0, faults } };
  return { ...judged, capacity: capacitySentence(judged), samples };
}

function judgeRooms({ plan, rooms }: Observation): Ledger {
  const ledger = emptyLedger();
  const plans = planRooms(plan);
  const byRoom = new Map<number, (typeof rooms)[number][]>();
  for (const room of rooms) byRoom.set(room.room, [...(byRoom.get(room.room) ?? []), room]);
  for (const [index, observations] of byRoom) {
    addLedger(ledger, judgeRoom(observations, plans[index]?.comments ?? 0));
  }
  return ledger;
}

/** The gateways' own figures over `measured`; all zero where they could not be read. */
export function gatewayUse(measured: readonly Sample[], delivered: number, cpuSeconds: number): Result['gateway'] {
  const told = measured.flatMap((sample, index) => {
    const uses = sample.gateways.filter((use) => use !== null);
    if (uses.length === 0 || uses.length < sample.gateways.length) return [];
    const cpuCores = uses.reduce((sum, use) => sum + use.cpuCores, 0);
    return [{ index, cpuCores, memoryBytes: uses.reduce((sum, use) => sum + use.memoryBytes, 0) }];
  });
  return {
    measured: told.length > 0,
    cpuCores: average(told, (use) => use.cpuCores),
    cpuCoresMax: largest(told, (use) => use.cpuCores),
    memoryBytes: largest(told, (use) => use.memoryBytes),
    memoryGrowthBytesPerHour: growthPerHour(told.map((use) => [use.index, use.memoryBytes])),
    cpuSecondsPerMillionDeliveries: delivered > 0 && told.length > 0 ? cpuSeconds / (delivered / 1e6) : 0,
  };
}

/** In a shorter run a garbage collection more or less would look like a leak. */
const GROWTH_SECONDS = 120;

/** Least-squares slope; seconds on one axis, bytes on the other. 0 where there is too little to tell. */
function growthPerHour(points: readonly (readonly [number, number])[]): number {
  if (points.length < GROWTH_SECONDS) return 0;
  const meanX = average(points, ([x]) => x);
  const meanY = average(points, ([, y]) => y);
  const covariance = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const variance = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return (covariance / variance) * 3600;
}

/** A guest's own token may be refused, and nothing is lost by it; who was to sign in is somebody else without it. */
const TOKEN_REFUSALS: readonly RefusalCode[] = ['token_invalid', 'token_expired'];

function findFaults(result: Figures, thresholds: readonly Threshold[]): readonly string[] {
  const { connections, ledger, deliveries, posts } = result;
  const faults = [...ledgerFaults(ledger)];
  if (connections.failed > 0) faults.push(`${connections.failed} of ${connections.wanted} viewers never got in`);
  const away = connections.opened - connections.atEnd;
  if (away > 0) faults.push(`${away} viewers were gone at the end`);
  if (connections.opened > 0 && posts.intended > 0 && ledger.accepted === 0) faults.push('no comment was accepted');
  const unknown = TOKEN_REFUSALS.reduce((sum, code) => sum + (posts.refusals[code] ?? 0), 0);
  if (result.plan.publishing === 'token' && unknown > 0)
    faults.push(`${unknown} sign-ins were refused, so guests posted: --jwt-secret is not the gateway's`);
  const unsent = posts.intended - posts.sent;
  if (unsent > 0 && connections.opened > 0 && !result.stoppedEarly) faults.push(`${unsent} posts could not be sent`);
  if (ledger.unanswered > 0) faults.push(`${ledger.unanswered} posts were never answered`);
  if (deliveries.malformed > 0) faults.push(`${deliveries.malformed} messages break the protocol`);
  for (const threshold of thresholds) {
    if (threshold.figure.startsWith('gateway.') && !result.gateway.measured) {
      faults.push(`${threshold.text}: the gateway's metrics could not be read`);
      continue;
    }
    const value = crossed(threshold, result);
    if (value !== undefined) faults.push(`${threshold.text}: it is ${Number(value.toPrecision(6))}`);
  }
  return faults;
}

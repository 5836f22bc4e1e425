/** The result of a run: what the JSON file holds, what thresholds are checked against, what the report shows. */
import { capacitySentence } from './capacity.ts';
import { LatencyHistogram, type Percentiles } from './histogram.ts';
import { addLedger, emptyLedger, judgeRoom, ledgerFaults, type Ledger } from './ledger.ts';
import type { Machine } from './machine.ts';
import type { Observation } from './observation.ts';
import { planRooms, type Plan } from './plan.ts';
import type { ReasonCounts } from './reasons.ts';
import { crossed, type Threshold } from './threshold.ts';
import type { Sample } from './timeline.ts';
import { average, judgeTool, largest, measuredSamples, type ToolUse } from './tool-use.ts';

export interface Result {
  readonly version: 1;
  /** ISO 8601, when the run ended. */
  readonly date: string;
  readonly plan: Plan;
  readonly machine: Machine;
  readonly connections: {
    readonly wanted: number;
    readonly opened: number;
    /** Seats that never got a welcome. */
    readonly failed: number;
    /** Welcomed connections that ended without the tool wanting it, and of those 4508 and draining. */
    readonly dropped: number;
    readonly tooSlow: number;
    readonly drained: number;
    readonly returned: number;
    readonly recovered: number;
    readonly atEnd: number;
    readonly perSecond: number;
    readonly seconds: number;
    readonly problems: ReasonCounts;
  };
  /** Comments per second over all posting. */
  readonly rate: { readonly intended: number; readonly sent: number; readonly acked: number; readonly refused: number };
  readonly posts: {
    readonly intended: number;
    readonly sent: number;
    readonly acked: number;
    readonly refused: number;
    readonly refusals: ReasonCounts;
  };
  readonly deliveries: {
    readonly expected: number;
    readonly received: number;
    /** While measuring: comments, and all bytes read. */
    readonly perSecond: number;
    readonly bytesPerSecond: number;
    readonly framesPerSecond: number;
    readonly bytesPerDelivery: number;
    readonly malformed: number;
  };
  /** From the intended moment of a comment to a viewer's socket. */
  readonly latency: Percentiles;
  readonly ack: Percentiles;
  /** From the loss of a connection to the next welcome. */
  readonly returns: Percentiles;
  readonly ledger: Ledger;
  /** All gateways together; zeros where `measured` is false. */
  readonly gateway: {
    readonly measured: boolean;
    readonly cpuCores: number;
    readonly cpuCoresMax: number;
    readonly memoryBytes: number;
    readonly memoryGrowthBytesPerHour: number;
    readonly cpuSecondsPerMillionDeliveries: number;
  };
  readonly tool: ToolUse;
  readonly stoppedEarly: boolean;
  readonly verdict: { readonly ok: boolean; readonly faults: readonly string[] };
  readonly capacity: string;
  /** When posting began, on the samples' scale; `null` when nobody got in. */
  readonly startSecond: number | null;
  readonly samples: readonly Sample[];
}

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

function gatewayUse(measured: readonly Sample[], delivered: number, cpuSeconds: number): Result['gateway'] {
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

/** Least-squares slope; seconds on one axis, bytes on the other. */
function growthPerHour(points: readonly (readonly [number, number])[]): number {
  if (points.length < 2) return 0;
  const meanX = average(points, ([x]) => x);
  const meanY = average(points, ([, y]) => y);
  const covariance = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const variance = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return (covariance / variance) * 3600;
}

type Bare = Omit<Result, 'verdict' | 'capacity' | 'samples'>;

function findFaults(result: Bare, thresholds: readonly Threshold[]): readonly string[] {
  const { connections, ledger, deliveries, posts } = result;
  const faults = [...ledgerFaults(ledger)];
  if (connections.failed > 0) faults.push(`${connections.failed} of ${connections.wanted} viewers never got in`);
  const away = connections.opened - connections.atEnd;
  if (away > 0) faults.push(`${away} viewers were gone at the end`);
  if (connections.opened > 0 && posts.intended > 0 && ledger.accepted === 0) faults.push('no comment was accepted');
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

/** All figures a threshold may name: those of a result in which nothing happened. */
export function emptyFigures(): Bare {
  const zero = LatencyHistogram.empty().percentiles();
  return {
    version: 1,
    date: '',
    plan: {} as Plan,
    machine: {} as Machine,
    connections: {
      wanted: 0,
      opened: 0,
      failed: 0,
      dropped: 0,
      tooSlow: 0,
      drained: 0,
      returned: 0,
      recovered: 0,
      atEnd: 0,
      perSecond: 0,
      seconds: 0,
      problems: {},
    },
    rate: { intended: 0, sent: 0, acked: 0, refused: 0 },
    posts: { intended: 0, sent: 0, acked: 0, refused: 0, refusals: {} },
    deliveries: {
      expected: 0,
      received: 0,
      perSecond: 0,
      bytesPerSecond: 0,
      framesPerSecond: 0,
      bytesPerDelivery: 0,
      malformed: 0,
    },
    latency: zero,
    ack: zero,
    returns: zero,
    ledger: emptyLedger(),
    gateway: gatewayUse([], 0, 0),
    tool: judgeTool([]),
    stoppedEarly: false,
    startSecond: 0,
  };
}

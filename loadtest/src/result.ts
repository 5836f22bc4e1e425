/** The shape of a result: what the JSON file holds, what thresholds are checked against, what the report shows. */
import type { Percentiles } from './histogram.ts';
import type { Ledger } from './ledger.ts';
import type { Machine } from './machine.ts';
import type { Plan } from './plan.ts';
import type { ReasonCounts } from './reasons.ts';
import type { Sample } from './timeline.ts';
import type { ToolUse } from './tool-use.ts';

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
    /** 0 below two minutes. */
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

/** What is known before it is judged. */
export type Figures = Omit<Result, 'verdict' | 'capacity' | 'samples'>;

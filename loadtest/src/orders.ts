/** What the run and its workers say to each other. Orders go down, facts come up. */
import type { RoomObservation } from './observation.ts';
import type { Plan, Secrets } from './plan.ts';
import type { ReasonCounts } from './reasons.ts';
import type { Tally } from './tally.ts';
import type { Target } from './target.ts';

/** Given to a worker when it is made. */
export interface WorkerTask {
  readonly plan: Plan;
  readonly secrets: Secrets;
  readonly targets: readonly Target[];
  /** Which worker this is, from 0: it takes every `plan.workers`-th connection. */
  readonly index: number;
}

export type Order =
  /** Open all connections at the plan's pace. */
  | { readonly type: 'connect' }
  /** Post, from `startMs` on the tool's clock. */
  | { readonly type: 'start'; readonly startMs: number }
  /** Post nothing meant for later than `untilMs` (from the start) and wake who sleeps; the rest may still arrive. */
  | { readonly type: 'settle'; readonly untilMs: number }
  /** Close everything and tell what was seen. */
  | { readonly type: 'finish'; readonly recalledIds: readonly string[]; readonly recalledUsers: readonly string[] };

/** Once a second, from the order to connect on. */
export interface Tick {
  readonly type: 'tick';
  readonly worker: number;
  /** Counts this worker's ticks, from 0. */
  readonly second: number;
  readonly tally: Tally;
  /** Latencies of this second, encoded. */
  readonly latencies: string;
  readonly acks: string;
  readonly returns: string;
  /** Since the beginning, by reason. */
  readonly problems: ReasonCounts;
  readonly refusals: ReasonCounts;
  readonly recalledIds: readonly string[];
  readonly recalledUsers: readonly string[];
  /** How much later than intended the worker got round to posting, at worst. */
  readonly sendLagMs: number;
  /** Share of the second this worker's thread was busy, 0 to 1. */
  readonly busy: number;
}

/** Every connection of a worker was welcomed, the last one at `atMs` on the tool's clock. */
export interface Full {
  readonly type: 'full';
  readonly atMs: number;
}

/** What a worker saw, after the order to finish. */
export interface Done {
  readonly type: 'done';
  readonly rooms: readonly RoomObservation[];
}

export type Fact = Tick | Full | Done;

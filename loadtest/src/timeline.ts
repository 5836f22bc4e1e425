/** The run second by second: what the workers told of each second, put together once all of them have. */
import type { GatewayUse } from './gateway-metrics.ts';
import { LatencyHistogram } from './histogram.ts';
import type { Tick } from './orders.ts';
import { Reasons, type ReasonCounts } from './reasons.ts';
import { addTally, emptyTally, type Tally } from './tally.ts';

/** One second of the run. Counts are of this second alone. */
export interface Sample {
  /** Seconds since the tool began to connect. */
  readonly second: number;
  readonly open: number;
  readonly sent: number;
  readonly acked: number;
  readonly refused: number;
  readonly dropped: number;
  readonly frames: number;
  readonly comments: number;
  readonly bytes: number;
  readonly latency: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly ack: { readonly p50: number; readonly p99: number };
  /** The tool's own lateness in posting, and the busiest thread's share of the second. */
  readonly sendLagMs: number;
  readonly busy: number;
  /** Cores the tool used, all threads. */
  readonly toolCores: number;
  readonly gateways: readonly (GatewayUse | null)[];
}

/** What only the run itself can tell of a second. */
export interface Surround {
  readonly toolCores: number;
  readonly gateways: readonly (GatewayUse | undefined)[];
}

export class Timeline {
  readonly samples: Sample[] = [];
  /** Of the whole run so far, latencies of the warm-up left out. */
  readonly latencies = LatencyHistogram.empty();
  readonly acks = LatencyHistogram.empty();
  readonly returns = LatencyHistogram.empty();
  tally: Tally = emptyTally();
  problems: ReasonCounts = {};
  refusals: ReasonCounts = {};
  readonly #workers: number;
  readonly #waiting = new Map<number, Tick[]>();

  constructor(workers: number) {
    this.#workers = workers;
  }

  /** @returns the second that this tick completes. */
  add(tick: Tick, surround: () => Surround): Sample | undefined {
    const ticks = this.#waiting.get(tick.second) ?? [];
    ticks.push(tick);
    this.#waiting.set(tick.second, ticks);
    if (ticks.length < this.#workers) return undefined;
    this.#waiting.delete(tick.second);
    return this.#complete(tick.second, ticks, surround());
  }

  #complete(second: number, ticks: readonly Tick[], { toolCores, gateways }: Surround): Sample {
    const tally = emptyTally();
    const problems = new Reasons();
    const refusals = new Reasons();
    const latencies = LatencyHistogram.empty();
    const acks = LatencyHistogram.empty();
    for (const tick of ticks) {
      addTally(tally, tick.tally);
      problems.addAll(tick.problems);
      refusals.addAll(tick.refusals);
      latencies.add(LatencyHistogram.decode(tick.latencies));
      acks.add(LatencyHistogram.decode(tick.acks));
      this.returns.add(LatencyHistogram.decode(tick.returns));
    }
    this.latencies.add(latencies);
    this.acks.add(acks);
    const before = this.tally;
    this.tally = tally;
    this.problems = problems.counts();
    this.refusals = refusals.counts();
    const { p50, p99, max } = latencies.percentiles();
    const ack = acks.percentiles();
    const sample: Sample = {
      second,
      open: tally.open,
      sent: tally.sent - before.sent,
      acked: tally.acked - before.acked,
      refused: tally.refused - before.refused,
      dropped: tally.dropped - before.dropped,
      frames: tally.frames - before.frames,
      comments: tally.comments - before.comments,
      bytes: tally.bytes - before.bytes,
      latency: { p50, p99, max },
      ack: { p50: ack.p50, p99: ack.p99 },
      sendLagMs: Math.max(...ticks.map((tick) => tick.sendLagMs)),
      busy: Math.max(...ticks.map((tick) => tick.busy)),
      toolCores,
      gateways: gateways.map((use) => use ?? null),
    };
    this.samples.push(sample);
    return sample;
  }
}

/** Whether the load test itself was the bottleneck: then its figures say nothing about the gateway. */
import type { Plan } from './plan.ts';
import type { Sample } from './timeline.ts';

export interface ToolUse {
  /** Cores used, all threads, on average and at most. */
  readonly cpuCores: number;
  readonly cpuCoresMax: number;
  /** The busiest thread, 0 to 1. */
  readonly busyMax: number;
  /** Seconds in which a thread had no time left. */
  readonly saturatedSeconds: number;
  /** The most that a post left the tool later than intended. */
  readonly sendLagMsMax: number;
  /** In words, or `null`. */
  readonly bottleneck: string | null;
}

/** Above this share of a second, work waits for the thread. */
const SATURATED = 0.95;
/** More of the measured seconds than this may not be saturated. */
const SATURATED_SHARE = 0.05;
const LAG_MS = 100;

export function judgeTool(measured: readonly Sample[]): ToolUse {
  const saturatedSeconds = measured.filter((sample) => sample.busy >= SATURATED).length;
  const lateSeconds = measured.filter((sample) => sample.sendLagMs > LAG_MS).length;
  const reasons = [
    saturatedSeconds > measured.length * SATURATED_SHARE
      ? `a thread of the load test was saturated in ${saturatedSeconds} of ${measured.length} s`
      : '',
    lateSeconds > measured.length * SATURATED_SHARE
      ? `posts left the load test more than ${LAG_MS} ms late in ${lateSeconds} of ${measured.length} s`
      : '',
  ].filter((reason) => reason !== '');
  return {
    cpuCores: average(measured, (sample) => sample.toolCores),
    cpuCoresMax: largest(measured, (sample) => sample.toolCores),
    busyMax: largest(measured, (sample) => sample.busy),
    saturatedSeconds,
    sendLagMsMax: largest(measured, (sample) => sample.sendLagMs),
    bottleneck: reasons.length === 0 ? null : reasons.join('; '),
  };
}

/** The samples that lie wholly within the measured time. */
export function measuredSamples(
  samples: readonly Sample[],
  plan: Plan,
  startSecond: number | undefined,
): readonly Sample[] {
  if (startSecond === undefined) return [];
  const from = startSecond + plan.warmupSeconds;
  return samples.filter(({ second }) => second >= from && second + 1 <= from + plan.seconds);
}

export function average<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.length === 0 ? 0 : items.reduce((sum, item) => sum + value(item), 0) / items.length;
}

/** 0 where there is none. (Not Math.max over a spread: a day has more seconds than a call may have arguments.) */
export function largest<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((most, item) => Math.max(most, value(item)), 0);
}

/** The conductor of a run: connect, post, settle, finish; then one observation of all that happened. */
import { monotonicMs } from './clock.ts';
import { Crew } from './crew.ts';
import { GatewayMetrics } from './gateway-metrics.ts';
import type { Observation } from './observation.ts';
import { planRooms, planSeats, postingMs, type Plan, type Secrets } from './plan.ts';
import type { Target } from './target.ts';
import { Timeline, type Sample, type Surround } from './timeline.ts';

export type Phase = 'connecting' | 'warming up' | 'measuring' | 'settling';

/** What a run shows while it goes on. */
export interface Progress {
  readonly phase: Phase;
  /** Seconds of posting, warm-up included; below 0 while connecting. */
  readonly elapsedSeconds: number;
  readonly seats: number;
  readonly sample: Sample;
}

export interface RunOptions {
  readonly plan: Plan;
  readonly secrets: Secrets;
  readonly targets: readonly Target[];
  readonly metricsUrls: readonly string[];
  /** Ends posting early; what was measured until then is still judged. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

const CONNECT_GRACE_MS = 20_000;
const START_DELAY_MS = 300;
const SETTLE_MS = 15_000;
/** Back-off waits up to 20 s: viewers that were cut may need that long. */
const RETURN_MS = 45_000;

export async function run(options: RunOptions): Promise<Observation> {
  const { plan, secrets, targets, signal } = options;
  const seats = planSeats(planRooms(plan)).length;
  const timeline = new Timeline(plan.workers);
  const metrics = new GatewayMetrics(options.metricsUrls, secrets.metricsKey);
  const toolCores = coresUsed();
  const surround = (): Surround => ({ toolCores: toolCores(), gateways: metrics.latest() });
  const recalledIds = new Set<string>();
  const recalledUsers = new Set<string>();
  let phase: Phase = 'connecting';
  let startMs = Infinity;
  const crew = new Crew({ plan, secrets, targets }, (tick) => {
    for (const id of tick.recalledIds) recalledIds.add(id);
    for (const user of tick.recalledUsers) recalledUsers.add(user);
    const sample = timeline.add(tick, surround);
    if (!sample) return;
    const elapsedMs = startMs === Infinity ? -1 : monotonicMs() - startMs;
    if (phase === 'warming up' && elapsedMs >= plan.warmupSeconds * 1000) phase = 'measuring';
    options.onProgress({ phase, elapsedSeconds: elapsedMs / 1000, seats, sample });
  });
  try {
    metrics.start();
    const beganMs = monotonicMs();
    crew.order({ type: 'connect' });
    const connectMs = (seats / plan.connectPerSecond) * 1000 + CONNECT_GRACE_MS;
    await crew.until(() => crew.fullMs !== undefined, connectMs, signal);
    const connectSeconds = ((crew.fullMs ?? monotonicMs()) - beganMs) / 1000;

    const gotIn = (crew.fullMs !== undefined || timeline.tally.opened > 0) && !signal.aborted;
    if (gotIn) {
      startMs = monotonicMs() + START_DELAY_MS;
      phase = 'warming up';
      crew.order({ type: 'start', startMs });
      await crew.until(() => false, START_DELAY_MS + postingMs(plan), signal);
    }
    const postingSeconds = gotIn ? Math.min(postingMs(plan), monotonicMs() - startMs) / 1000 : 0;
    const stoppedEarly = signal.aborted;

    phase = 'settling';
    crew.order({ type: 'settle', untilMs: postingSeconds * 1000 });
    if (gotIn) await settle(crew, timeline);
    const openAtEnd = timeline.tally.open;
    const rooms = await crew.finish({
      type: 'finish',
      recalledIds: [...recalledIds],
      recalledUsers: [...recalledUsers],
    });
    return {
      plan,
      rooms,
      timeline,
      seats,
      connectSeconds,
      startSecond: gotIn ? (startMs - beganMs) / 1000 : undefined,
      postingSeconds,
      openAtEnd,
      gatewayCpuSeconds: metrics.cpuSeconds(),
      stoppedEarly,
    };
  } finally {
    metrics.stop();
    await crew.stop();
  }
}

/** Waits until every viewer that was in is back and nothing has come for a second. */
async function settle(crew: Crew, timeline: Timeline): Promise<void> {
  const from = timeline.samples.length;
  const isQuiet = (): boolean => {
    // The first second may have begun before the last post.
    const last = timeline.samples.length > from + 1 ? timeline.samples.at(-1) : undefined;
    return last !== undefined && last.comments === 0 && timeline.tally.pending === 0;
  };
  const isBack = (): boolean => timeline.tally.open >= timeline.tally.opened;
  if (await crew.until(() => isQuiet() && isBack(), SETTLE_MS)) return;
  if (!isBack()) await crew.until(() => isQuiet() && isBack(), RETURN_MS);
}

/** Cores this process used since the last call, all its threads together. */
function coresUsed(): () => number {
  let before = process.cpuUsage();
  let beforeMs = monotonicMs();
  return () => {
    const now = process.cpuUsage();
    const nowMs = monotonicMs();
    const spentMs = (now.user + now.system - before.user - before.system) / 1000;
    const cores = spentMs / Math.max(1, nowMs - beforeMs);
    [before, beforeMs] = [now, nowMs];
    return cores;
  };
}

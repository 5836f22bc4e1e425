/** Metrics for Prometheus. Hot paths add to plain counters; this reads them when they are scraped. */
import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import type { Counters } from './counters.ts';
import type { Turns } from './turns.ts';

export interface Gauges {
  readonly connections: () => number;
  readonly rooms: () => number;
  readonly flushMs: () => number;
  /** Why rooms here are cut off from other gateways, if they are. */
  readonly brokerTrouble: () => string | undefined;
  readonly turns: Pick<Turns, 'takeLongestMs' | 'takeHardestMs'>;
}

type Reading = readonly [name: string, help: string, read: () => number];

export class Metrics {
  readonly #registry = new Registry();

  constructor(instanceId: string, counters: Counters, gauges: Gauges) {
    this.#registry.setDefaultLabels({ instance_id: instanceId });
    collectDefaultMetrics({ register: this.#registry });
    for (const reading of totals(counters)) this.#add(Counter, reading);
    for (const reading of levels(gauges)) this.#add(Gauge, reading);
    this.#refusedUpgrades(counters);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** Every metric as a plain object, to be brought together with those of other processes. */
  values(): Promise<readonly object[]> {
    return this.#registry.getMetricsAsJSON();
  }

  #add(Kind: typeof Counter | typeof Gauge, [name, help, read]: Reading): void {
    const metric = new Kind({
      name,
      help,
      registers: [this.#registry],
      collect() {
        metric.reset();
        metric.inc(read());
      },
    });
  }

  #refusedUpgrades(counters: Counters): void {
    const metric = new Counter({
      name: 'danmaku_upgrades_refused_total',
      help: 'Connections refused at the upgrade, by reason.',
      labelNames: ['reason'],
      registers: [this.#registry],
      collect() {
        metric.reset();
        for (const [reason, count] of Object.entries(counters.refusedUpgrades)) metric.inc({ reason }, count);
      },
    });
  }
}

function totals(counters: Counters): readonly Reading[] {
  return [
    ['danmaku_connections_opened_total', 'WebSocket connections opened.', () => counters.opened],
    ['danmaku_connections_closed_total', 'WebSocket connections closed.', () => counters.closed],
    ['danmaku_slow_viewers_closed_total', 'Viewers closed because they fell behind.', () => counters.slowClosed],
    ['danmaku_frames_received_total', 'Frames from clients.', () => counters.framesReceived],
    ['danmaku_frames_malformed_total', 'Frames from clients that could not be read.', () => counters.malformedFrames],
    ['danmaku_posts_total', 'Posts that arrived here.', () => counters.posts],
    ['danmaku_comments_accepted_total', 'Posts that became comments here.', () => counters.accepted],
    ['danmaku_posts_refused_total', 'Posts that were refused.', () => counters.refused],
    ['danmaku_posts_repeated_total', 'Posts answered again because their ref was known.', () => counters.repeated],
    ['danmaku_comments_flushed_total', 'Comments put into frames here.', () => counters.flushed],
    ['danmaku_comments_merged_total', 'Comments sent as the count of an equal one.', () => counters.merged],
    ['danmaku_comments_left_out_total', 'Comments over the budget of their room.', () => counters.leftOut],
    ['danmaku_comments_recalled_total', 'Comments taken back before they were sent.', () => counters.recalled],
    ['danmaku_frames_flushed_total', 'Frames published to rooms.', () => counters.framesFlushed],
    ['danmaku_deliveries_total', 'Comments times viewers handed to the kernel.', () => counters.deliveries],
    ['danmaku_broker_errors_total', 'Batches the broker could not take.', () => counters.brokerErrors],
    ['danmaku_broker_losses_total', 'Times the broker was found to be away.', () => counters.brokerLosses],
    ['danmaku_broker_gaps_total', 'Times an entry of a log did not follow the one before.', () => counters.gaps],
    ['danmaku_broker_resyncs_total', 'Times a log was asked how it goes on.', () => counters.resyncs],
    ['danmaku_comments_ahead_total', 'Comments shown here before they were in the log.', () => counters.ahead],
    ['danmaku_comments_late_total', 'Comments that came into the log late.', () => counters.late],
    ['danmaku_hook_asked_total', 'Comments the site was asked about.', () => counters.hookAsked],
    ['danmaku_hook_unanswered_total', 'Comments the site did not judge.', () => counters.hookUnanswered],
    ['danmaku_http_requests_total', 'HTTP requests.', () => counters.httpRequests],
  ];
}

function levels(gauges: Gauges): readonly Reading[] {
  return [
    ['danmaku_connections', 'WebSocket connections now.', gauges.connections],
    [
      'danmaku_broker_degraded',
      '1 while rooms here are cut off from other gateways.',
      () => (gauges.brokerTrouble() === undefined ? 0 : 1),
    ],
    ['danmaku_rooms', 'Rooms open on this gateway now.', gauges.rooms],
    [
      'danmaku_flush_pace_seconds',
      'Shortest time between two frames to a busy room now.',
      () => gauges.flushMs() / 1000,
    ],
    [
      'danmaku_turn_max_seconds',
      'Longest turn of the event loop since this was read last, by the clock.',
      () => gauges.turns.takeLongestMs() / 1000,
    ],
    [
      'danmaku_turn_processor_max_seconds',
      'Most processor time of a turn since this was read last: much less than danmaku_turn_max_seconds where the machine is busy with others.',
      () => gauges.turns.takeHardestMs() / 1000,
    ],
  ];
}

/** One thread of a run: composes a crowd, obeys the run's orders and reports once a second. */
import { parentPort, workerData } from 'node:worker_threads';
import { BufferPool } from './buffer-pool.ts';
import { monotonicMs } from './clock.ts';
import { Crowd } from './crowd.ts';
import { RecallNotes, type Desk } from './desk.ts';
import { LatencyHistogram } from './histogram.ts';
import { LatencyRecorder } from './latency-recorder.ts';
import type { Fact, Order, WorkerTask } from './orders.ts';
import { eventWindowMs } from './plan.ts';
import { PostClock } from './post-clock.ts';
import { Reasons } from './reasons.ts';
import { emptyTally } from './tally.ts';

const READ_BYTES = 256 * 1024;
const BEAT_MS = 250;

// The run made this thread and gave it the task; nobody else does.
const { plan, secrets, targets, index } = workerData as WorkerTask;
const desk: Desk = {
  plan,
  targets,
  apiKey: secrets.apiKey,
  reading: { buffer: Buffer.allocUnsafeSlow(READ_BYTES), pool: new BufferPool() },
  tally: emptyTally(),
  latencies: new LatencyRecorder(),
  acks: LatencyHistogram.empty(),
  returns: LatencyHistogram.empty(),
  recalls: new RecallNotes(),
  problems: new Reasons(),
  refusals: new Reasons(),
  onOpened: tellIfFull,
  started: false,
};
const crowd = new Crowd(desk, index, secrets.jwtSecret);
let postClock: PostClock | undefined;
let sleepers: ReturnType<Crowd['slowViewers']> = [];
let second = 0;
let busyBefore = performance.eventLoopUtilization();
const timers: NodeJS.Timeout[] = [];
let tickTimer: NodeJS.Timeout | undefined;

parentPort?.on('message', (order: Order) => obey(order));

function obey(order: Order): void {
  switch (order.type) {
    case 'connect':
      crowd.connect();
      timers.push(setInterval(beat, BEAT_MS));
      tickAt(monotonicMs() + 1000);
      tellIfFull();
      break;
    case 'start':
      desk.started = true;
      desk.latencies.start(order.startMs);
      postClock = new PostClock(crowd.publishers, order.startMs);
      arrangeScenario(order.startMs);
      break;
    case 'settle':
      postClock?.finish(order.untilMs);
      for (const viewer of sleepers) viewer.wake();
      break;
    case 'finish':
      for (const timer of [...timers, tickTimer]) clearTimeout(timer);
      tell({ type: 'done', rooms: crowd.finish(new Set(order.recalledIds), new Set(order.recalledUsers)) });
      parentPort?.close();
      break;
  }
}

function arrangeScenario(startMs: number): void {
  const { fromMs, untilMs } = eventWindowMs(plan);
  if (plan.scenario === 'storm') {
    at(startMs + fromMs, () => {
      for (const viewer of crowd.viewers) viewer.cut();
    });
  } else if (plan.scenario === 'slow') {
    sleepers = crowd.slowViewers();
    at(startMs + fromMs, () => {
      for (const viewer of sleepers) viewer.sleep();
    });
    at(startMs + untilMs, () => {
      for (const viewer of sleepers) viewer.wake();
    });
  }
}

function at(moment: number, act: () => void): void {
  timers.push(setTimeout(act, moment - monotonicMs()));
}

function beat(): void {
  const nowMs = monotonicMs();
  for (const viewer of crowd.viewers) viewer.beat(nowMs);
}

/** Seconds of a clock, not pauses of one: a tick that comes late does not move the next. */
function tickAt(moment: number): void {
  tickTimer = setTimeout(() => {
    tick();
    tickAt(moment + 1000);
  }, moment - monotonicMs());
}

function tellIfFull(): void {
  if (desk.tally.opened === crowd.viewers.length) tell({ type: 'full', atMs: monotonicMs() });
}

function tick(): void {
  const busyNow = performance.eventLoopUtilization();
  const busy = performance.eventLoopUtilization(busyNow, busyBefore).utilization;
  busyBefore = busyNow;
  const { acks, returns, recalls } = desk;
  tell({
    type: 'tick',
    worker: index,
    second,
    tally: { ...desk.tally },
    latencies: desk.latencies.take(),
    acks: acks.encode(),
    returns: returns.encode(),
    problems: desk.problems.counts(),
    refusals: desk.refusals.counts(),
    recalledIds: [...recalls.ids],
    recalledUsers: [...recalls.users],
    sendLagMs: postClock?.takeWorstLagMs() ?? 0,
    busy,
  });
  second += 1;
  acks.reset();
  returns.reset();
  recalls.ids.clear();
  recalls.users.clear();
}

function tell(fact: Fact): void {
  parentPort?.postMessage(fact);
}

/** One room, many viewers: what a delivery costs, how many a core can send, and how late they are at half of that. */
import type { Measured } from './bench-client.ts';
import type { Surroundings } from './bench.ts';
import type { Notebook } from './notebook.ts';
import { inSession, type Session } from './session.ts';
import type { Contender } from './server.ts';
import { findMost, takeStep, type Carried } from './steps.ts';

export interface FanoutPlan {
  readonly viewers: number;
  /** Comments a second. */
  readonly rates: readonly number[];
  /** The next rate of the search is this many times the last. */
  readonly step: number;
  /** 0: no search for the most. */
  readonly steps: number;
}

/** What still counts as carried. */
const MOST_P99_MS = 250;
const LEAST_SHARE = 0.95;
/** How near to the most a search comes, as a ratio. */
const GAP = 1.4;
/** While a server that could not keep up gets done with it. */
const CALM_RATE = 1;
/** Long enough that a frame more or less at its ends, of some five a second, is no share of what is carried. */
const SEARCH_MS = 3000;

/** Measures `contender` by `plan` and writes it down under `fanout.VIEWERS.…`. */
export async function measureFanout(
  notebook: Notebook,
  surroundings: Surroundings,
  contender: Contender,
  plan: FanoutPlan,
): Promise<void> {
  await inSession(surroundings, contender, { rooms: 1, viewersPerRoom: plan.viewers }, async (session) => {
    takenIn(notebook, contender, plan.viewers, session);
    let first: Carried<Measured> | undefined;
    let isOverloaded = false;
    for (const rate of plan.rates) {
      const run = await offer(notebook, contender, plan.viewers, session, rate);
      if (run) first = { rate, run };
      // What is compared is measured all the same, whoever is overloaded.
      isOverloaded ||= !run;
    }
    if (!first || isOverloaded || plan.steps === 0) return;
    const most = await findMost(first, {
      factor: plan.step,
      steps: plan.steps,
      gap: GAP,
      offer: (rate) => offer(notebook, contender, plan.viewers, session, rate),
    });
    writeMost(notebook, contender, plan.viewers, most.run);
    const half = await session.post({ rate: Math.max(1, Math.round(most.rate / 2)) });
    const id = `fanout.${plan.viewers}.${contender.name}`;
    notebook.write(`${id}.half-p50`, half.latency.p50, 'ms', 'lower');
    notebook.write(`${id}.half-p99`, half.latency.p99, 'ms', 'lower');
  });
}

/** Offers `rate`, as often as it takes to know; every try is written down. @returns what was carried, if it was. */
async function offer(
  notebook: Notebook,
  contender: Contender,
  viewers: number,
  { post }: Session,
  rate: number,
): Promise<Measured | undefined> {
  const { tries, carried } = await takeStep({
    offer: () => post({ rate, measureMs: SEARCH_MS }),
    isCarried: (run) => isCarried(run, rate * viewers),
    rest: () => post({ rate: CALM_RATE }),
  });
  for (const run of tries) writePoint(notebook, contender, viewers, rate, run);
  notebook.write(pointId(viewers, contender.name, rate, 'tries'), tries.length, '', 'lower');
  // The next rate is not offered on top of what this one left behind.
  if (!carried) await post({ rate: CALM_RATE });
  return carried;
}

/** The id of what one rate costs. */
export function pointId(viewers: number, name: string, rate: number, what: string): string {
  return `fanout.${viewers}.${name}.${rate}.${what}`;
}

function isCarried({ deliveries, seconds, latency, lost }: Measured, wantedPerSecond: number): boolean {
  return lost === 0 && latency.p99 <= MOST_P99_MS && deliveries / seconds >= wantedPerSecond * LEAST_SHARE;
}

function takenIn(notebook: Notebook, { name }: Contender, viewers: number, session: Session): void {
  const { connected, joinCpuSeconds } = session;
  notebook.write(`fanout.${viewers}.${name}.join-seconds`, connected.seconds, 's', 'lower');
  notebook.write(`fanout.${viewers}.${name}.joins-per-second`, viewers / connected.seconds, '1/s', 'higher');
  notebook.write(`fanout.${viewers}.${name}.join-cpu`, (joinCpuSeconds * 1e6) / viewers, 'µs', 'lower');
}

function writePoint(notebook: Notebook, { name }: Contender, viewers: number, rate: number, run: Measured): void {
  const write = (what: string, value: number, unit: string, better: 'lower' | 'higher'): void =>
    notebook.write(pointId(viewers, name, rate, what), value, unit, better);
  const { deliveries, frames, bytes, seconds, serverCpuSeconds, latency } = run;
  write('cpu', (serverCpuSeconds * 1e6) / deliveries, 'µs', 'lower');
  write('frame-cpu', (serverCpuSeconds * 1e6) / frames, 'µs', 'lower');
  write('bytes', bytes / deliveries, 'B', 'lower');
  write('delivered', deliveries / seconds, '1/s', 'higher');
  notebook.writeIfMore(`fanout.${viewers}.${name}.peak`, deliveries / seconds, '1/s');
  write('cores', serverCpuSeconds / seconds, 'cores', 'lower');
  write('client-cores', run.clientCores, 'cores', 'lower');
  write('p50', latency.p50, 'ms', 'lower');
  write('p99', latency.p99, 'ms', 'lower');
}

function writeMost(notebook: Notebook, { name }: Contender, viewers: number, carried: Measured): void {
  const id = `fanout.${viewers}.${name}`;
  const { deliveries, seconds, serverCpuSeconds, latency } = carried;
  notebook.write(`${id}.most`, deliveries / seconds, '1/s', 'higher');
  notebook.write(`${id}.most-per-core`, deliveries / serverCpuSeconds, '1/s', 'higher');
  notebook.write(`${id}.most-p99`, latency.p99, 'ms', 'lower');
  notebook.write(`${id}.most-cores`, serverCpuSeconds / seconds, 'cores', 'none');
  notebook.write(`${id}.most-client-cores`, carried.clientCores, 'cores', 'none');
}

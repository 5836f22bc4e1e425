/**
 * What goals compare is measured in pairs, ours and a peer next to each other in time: a machine drifts by more than
 * what is looked for. Each pair has its ratio; the middle one is judged, and how far they lie apart is told.
 */
import type { Surroundings } from './bench.ts';
import { ourGateway } from './contenders.ts';
import type { Notebook } from './notebook.ts';
import type { Contender } from './server.ts';
import { inSession } from './session.ts';

const PAIRS = 5;
/** What the goals are about. */
const VIEWERS = 5000;
const RATE = 100;
const MEASURE_MS = 3000;

/**
 * Calls `measure` for `ours` and `peer` in turn.
 *
 * @param done gets what came of each pair.
 */
export async function inPairs<T>(
  { quick }: Surroundings,
  ours: Contender,
  peer: Contender,
  measure: (contender: Contender) => Promise<T>,
  done: (ours: T, peer: T) => void,
): Promise<void> {
  for (let pair = 0; pair < (quick ? 1 : PAIRS); pair += 1) {
    // Who is first changes: what the other leaves behind, warm or cold, is then nobody's advantage.
    const isOursFirst = pair % 2 === 0;
    const first = await measure(isOursFirst ? ours : peer);
    const second = await measure(isOursFirst ? peer : ours);
    if (isOursFirst) done(first, second);
    else done(second, first);
  }
}

/** Writes `pairs.NAME.times-ours` and what it is made of. */
export async function measureInPairs(notebook: Notebook, surroundings: Surroundings, peer: Contender): Promise<void> {
  const id = `pairs.${peer.name}`;
  const measure = (contender: Contender) =>
    inSession(surroundings, contender, { rooms: 1, viewersPerRoom: VIEWERS }, async ({ post }) => {
      const { deliveries, frames, seconds, serverCpuSeconds, latency } = await post({
        rate: RATE,
        measureMs: MEASURE_MS,
      });
      const cpuMicros = (serverCpuSeconds * 1e6) / deliveries;
      return { cpuMicros, perSecond: frames / VIEWERS / seconds, p50: latency.p50 };
    });
  await inPairs(surroundings, ourGateway(), peer, measure, (ours, theirs) => {
    for (const [whose, { cpuMicros, perSecond, p50 }] of [
      ['ours', ours],
      ['theirs', theirs],
    ] as const) {
      notebook.write(`${id}.${whose}.cpu`, cpuMicros, 'µs', 'lower');
      notebook.write(`${id}.${whose}.frames`, perSecond, '1/s', 'none');
      notebook.write(`${id}.${whose}.p50`, p50, 'ms', 'lower');
    }
    notebook.write(`${id}.times-ours`, theirs.cpuMicros / ours.cpuMicros, 'x', 'higher');
  });
}

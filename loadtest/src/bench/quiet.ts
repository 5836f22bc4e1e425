/** A quiet room: how soon another viewer sees a comment when nothing has to be gathered. */
import type { Surroundings } from './bench.ts';
import type { Notebook } from './notebook.ts';
import { inSession } from './session.ts';
import type { Contender } from './server.ts';

const VIEWERS = 20;
const COMMENTS_PER_SECOND = 2;
const MEASURE_MS = 6000;

/** Writes `quiet.NAME.p50` and so on. */
export async function measureQuiet(
  notebook: Notebook,
  surroundings: Surroundings,
  contender: Contender,
  name: string,
): Promise<void> {
  await inSession(surroundings, contender, { rooms: 1, viewersPerRoom: VIEWERS }, async ({ post }) => {
    for (let round = 0; round < surroundings.repeat; round += 1) {
      const measureMs = surroundings.quick ? MEASURE_MS / 2 : MEASURE_MS;
      const run = await post({ rate: COMMENTS_PER_SECOND, measureMs, precise: true });
      notebook.write(`quiet.${name}.p50`, run.latency.p50, 'ms', 'lower');
      notebook.write(`quiet.${name}.p99`, run.latency.p99, 'ms', 'lower');
    }
  });
}

/** What one more viewer costs who only watches a quiet room: memory, and being let in. */
import type { Surroundings } from './bench.ts';
import type { Notebook } from './notebook.ts';
import { inSession } from './session.ts';
import type { Contender } from './server.ts';

/** Who is there before: the first viewers of any server also pay for what grows once, like a heap's nursery. */
const BEFORE = 4000;
/** What is garbage of the welcomes is collected by then, if the server ever collects it by itself. */
const SETTLE_MS = 2000;
/** Comments a second, once all are there. */
const A_FEW = 10;

/** @param viewers that come to those who are there. */
export async function measureIdle(
  notebook: Notebook,
  surroundings: Surroundings,
  contender: Contender,
  viewers: number,
): Promise<void> {
  await inSession(surroundings, contender, { rooms: 1, viewersPerRoom: BEFORE }, async ({ server, post, more }) => {
    const { name } = contender;
    await settle();
    const bytesBefore = server.residentBytes();
    const cpuBefore = server.cpuSeconds();
    const { seconds } = await more(viewers);
    const cpu = server.cpuSeconds() - cpuBefore;
    await settle();
    notebook.write(`idle.${name}.bytes`, (server.residentBytes() - bytesBefore) / viewers, 'B', 'lower');
    notebook.write(`join.${viewers}.${name}.seconds`, seconds, 's', 'lower');
    notebook.write(`join.${viewers}.${name}.per-second`, viewers / seconds, '1/s', 'higher');
    notebook.write(`join.${viewers}.${name}.cpu`, (cpu * 1e6) / viewers, 'µs', 'lower');
    const run = await post({ rate: A_FEW });
    notebook.write(`busy.${viewers}.${name}.cpu`, (run.serverCpuSeconds * 1e6) / run.deliveries, 'µs', 'lower');
    notebook.write(`busy.${viewers}.${name}.p99`, run.latency.p99, 'ms', 'lower');
  });
}

function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
}

/**
 * Whether the client of the benchmarks, which is the reader of the load test, can be the limit: what its core uses for
 * a delivery beside what the gateway's uses, while it keeps up and while it catches up.
 */
import type { Surroundings } from './bench.ts';
import { ourGateway } from './contenders.ts';
import type { Notebook } from './notebook.ts';
import { inSession } from './session.ts';

const VIEWERS = 5000;
const RATE = 100;
/** What gathers in it stays below the 64 KiB that any socket takes unread. */
const BEHIND_MS = 3000;

export async function measureReading(notebook: Notebook, surroundings: Surroundings): Promise<void> {
  const crowd = { rooms: 1, viewersPerRoom: surroundings.quick ? VIEWERS / 5 : VIEWERS };
  await inSession(surroundings, ourGateway(), crowd, async ({ post, catchUp }) => {
    for (let round = 0; round < surroundings.repeat; round += 1) {
      const live = await post({ rate: RATE });
      notebook.write('reading.sending.cpu', (live.serverCpuSeconds * 1e6) / live.deliveries, 'µs', 'lower');
      notebook.write('reading.live.cpu', (live.clientCores * live.seconds * 1e6) / live.deliveries, 'µs', 'lower');
      const caughtUp = await catchUp({ rate: RATE, behindMs: BEHIND_MS });
      if (caughtUp.missing > 0) throw new Error(`${caughtUp.missing} deliveries never came`);
      notebook.write('reading.behind.cpu', (caughtUp.cpuSeconds * 1e6) / caughtUp.deliveries, 'µs', 'lower');
      notebook.write('reading.behind.delivered', caughtUp.deliveries / caughtUp.seconds, '1/s', 'higher');
    }
  });
  notebook.ratio('reading.ratio', 'reading.sending.cpu', 'reading.behind.cpu', 'higher');
}

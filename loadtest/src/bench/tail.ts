/** Many rooms: does it cost to be spread? */
import type { Surroundings } from './bench.ts';
import { ourGateway } from './contenders.ts';
import type { Notebook } from './notebook.ts';
import { inSession, type Crowd } from './session.ts';
import type { Contender } from './server.ts';

/** A long tail of small rooms, each with a comment every ten seconds. */
const LONG_TAIL: Crowd = { rooms: 1000, viewersPerRoom: 10 };
const COMMENT_EVERY_S = 10;

export async function measureLongTail(
  notebook: Notebook,
  surroundings: Surroundings,
  contender: Contender,
): Promise<void> {
  await inSession(surroundings, contender, LONG_TAIL, async ({ post }) => {
    const rate = LONG_TAIL.rooms / COMMENT_EVERY_S;
    const { deliveries, seconds, serverCpuSeconds, latency } = await post({ rate, measureMs: 3000 });
    const id = `tail.${contender.name}`;
    notebook.write(`${id}.cpu`, (serverCpuSeconds * 1e6) / deliveries, 'µs', 'lower');
    notebook.write(`${id}.delivered`, deliveries / seconds, '1/s', 'higher');
    notebook.write(`${id}.p50`, latency.p50, 'ms', 'lower');
    notebook.write(`${id}.p99`, latency.p99, 'ms', 'lower');
  });
}

/**
 * The same posts and the same deliveries twice: in as many rooms as viewers, and in one room whose only viewer posts
 * all of them. And the same deliveries a third time as one frame to all, where nearly nothing is posted.
 */
export async function measureSpread(notebook: Notebook, surroundings: Surroundings, viewers: number): Promise<void> {
  const perSecond = viewers / COMMENT_EVERY_S;
  const shapes = [
    ['spread', { rooms: viewers, viewersPerRoom: 1 }, perSecond, ourGateway()],
    ['together', { rooms: 1, viewersPerRoom: 1 }, perSecond, ourGateway({ FLUSH_MS: '5' })],
    ['broadcast', { rooms: 1, viewersPerRoom: viewers }, 1 / COMMENT_EVERY_S, ourGateway()],
  ] as const;
  for (const [name, crowd, rate, gateway] of shapes) {
    await inSession(surroundings, gateway, crowd, async ({ post }) => {
      const rounds = name === 'broadcast' ? 1 : surroundings.repeat;
      for (let round = 0; round < rounds; round += 1) {
        const measureMs = name === 'broadcast' ? COMMENT_EVERY_S * 1000 : 3000;
        const run = await post({ rate, measureMs });
        notebook.write(`spread.${name}.cpu`, (run.serverCpuSeconds * 1e6) / run.deliveries, 'µs', 'lower');
        notebook.write(`spread.${name}.p99`, run.latency.p99, 'ms', 'lower');
      }
    });
  }
  notebook.ratio('spread.ratio', 'spread.spread.cpu', 'spread.together.cpu', 'lower');
}

/** One server with its viewers, from start to stop: what every measurement of a server is made in. */
import type { BenchClient, Measured } from './bench-client.ts';
import type { Surroundings } from './bench.ts';
import { Server, type Contender } from './server.ts';
import type { BehindOrder, CaughtUp, Connected, PostOrder } from './talk.ts';

export interface Crowd {
  readonly rooms: number;
  readonly viewersPerRoom: number;
}

export interface Session {
  readonly server: Server;
  readonly connected: Connected;
  /** CPU seconds the server needed to take everybody in. */
  readonly joinCpuSeconds: number;
  /** More viewers for each room. */
  readonly more: (viewersPerRoom: number) => Promise<Connected>;
  /** Viewers stop reading and catch up. */
  readonly catchUp: (order: Omit<BehindOrder, 'type'>) => Promise<CaughtUp>;
  readonly post: (order: Partial<PostOrder> & Pick<PostOrder, 'rate'>) => Promise<Measured>;
}

/** Handshakes under way at once: a crowd, not a queue, and fewer than any listener's backlog. */
const AT_ONCE = 256;

/** A measurement, where its order says nothing else. */
const USUAL = {
  warmupMs: 1000,
  measureMs: 2000,
  burstMs: 0,
  untilAnswered: false,
  precise: false,
  from: 'first',
  paddedTo: 0,
} as const;

/** Starts `contender`, brings `crowd` in, does `work` and ends it, whatever happens. */
export async function inSession<T>(
  { client, serverCore, quick }: Surroundings,
  contender: Contender,
  crowd: Crowd,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const bench: BenchClient = await client();
  const server = await Server.start(contender, serverCore);
  try {
    const cpuBefore = server.cpuSeconds();
    const connected = await bench.connect({
      dialect: contender.dialect,
      port: server.port,
      rooms: Array.from({ length: crowd.rooms }, (_, index) => `bench-${index}`),
      viewersPerRoom: crowd.viewersPerRoom,
      atOnce: AT_ONCE,
      apiKey: contender.apiKey,
    });
    const welcomed = (joined: Connected): Connected => {
      if (joined.failed === 0) return joined;
      throw new Error(`${contender.label} let ${joined.failed} viewers wait (${joined.problem ?? 'in vain'})`);
    };
    welcomed(connected);
    const usual = quick ? { ...USUAL, warmupMs: 500, measureMs: 1000 } : USUAL;
    return await work({
      server,
      connected,
      joinCpuSeconds: server.cpuSeconds() - cpuBefore,
      more: async (viewersPerRoom) => welcomed(await bench.more(viewersPerRoom)),
      catchUp: (order) => bench.catchUp(order),
      post: (order) => bench.post({ ...usual, ...order }, server),
    });
  } finally {
    await server.stop();
    await bench.leave();
  }
}

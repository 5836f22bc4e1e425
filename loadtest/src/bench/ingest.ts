/** How many posts a gateway can take, judge and answer: many users, ten thousand blocked words, next to nobody watching. */
import { writeFileSync } from 'node:fs';
import type { Measured } from './bench-client.ts';
import type { Surroundings } from './bench.ts';
import { OUTPUT, ourGateway } from './contenders.ts';
import type { Notebook } from './notebook.ts';
import { inSession, type Session } from './session.ts';
import { takeStep } from './steps.ts';

const WORDS = 10_000;
/** The gateway hears at most 50 frames a second of each: enough of them for twice what is wanted. */
const USERS = 2400;
const USERS_PER_ROOM = 50;
/** Users are viewers too, and what they are sent is not what is measured: few frames, a comment a second in them. */
const FLUSH_MS = '200';
const ROOM_BUDGET = '1';
/** Offered a second, rising until no more are judged. */
const RATES = [20_000, 40_000, 60_000, 80_000, 100_000];
const QUICK_RATES = [10_000, 30_000];
/** What a user says comes in one packet: what is measured is not the kernel's reading of packets. */
const BURST_MS = 400;
const WARMUP_MS = 2 * BURST_MS;
const MEASURE_MS = 5 * BURST_MS;
/** Less than this share more is no more. */
const LEAST_GROWTH = 0.03;
/** Between two tries of one rate. */
const CALM_RATE = 100;
const SYLLABLES = ['ka', 'to', 'mi', 'ren', 'sul', 'vor', 'di', 'pa', 'lo', 'ne', 'gri', 'stu', 'bo', 'xe', 'qua'];

export async function measureIngest(notebook: Notebook, surroundings: Surroundings): Promise<void> {
  const file = `${OUTPUT}words.txt`;
  writeFileSync(file, `${words().join('\n')}\n`);
  const { apiKey: _, ...gateway } = ourGateway({ WORDS_FILE: file, ROOM_BUDGET, FLUSH_MS });
  const crowd = { rooms: USERS / USERS_PER_ROOM, viewersPerRoom: USERS_PER_ROOM };
  for (let round = 0; round < surroundings.repeat; round += 1) {
    const most = await inSession(surroundings, gateway, crowd, ({ post }) => findMost(notebook, surroundings, post));
    if (!most) continue;
    notebook.write('ingest.per-second', most.perSecond, '1/s', 'higher');
    notebook.write('ingest.per-core', most.perCore, '1/s', 'higher');
  }
}

interface Most {
  /** Posts judged. */
  readonly perSecond: number;
  readonly perCore: number;
}

/**
 * Offers more and more until no more is judged.
 *
 * @returns the most that was judged, by the clock and by the gateway's CPU, both until the last answer.
 */
async function findMost(notebook: Notebook, { quick }: Surroundings, post: Session['post']): Promise<Most | undefined> {
  let most: Most | undefined;
  for (const rate of quick ? QUICK_RATES : RATES) {
    const order = { rate, burstMs: BURST_MS, warmupMs: 0, untilAnswered: true, from: 'everybody' } as const;
    const leastPerSecond = most ? most.perSecond * (1 + LEAST_GROWTH) : 0;
    const { tries, carried } = await takeStep({
      offer: async () => {
        await post({ ...order, measureMs: WARMUP_MS });
        return post({ ...order, measureMs: MEASURE_MS });
      },
      isCarried: (run) => judgedIn(run) >= run.posts && judgedIn(run) / run.seconds >= leastPerSecond,
      rest: () => post({ ...order, rate: CALM_RATE, measureMs: WARMUP_MS }),
    });
    for (const run of tries) writeRate(notebook, rate, run);
    notebook.write(`ingest.${rate}.tries`, tries.length, '', 'lower');
    if (!carried) break;
    most = { perSecond: judgedIn(carried) / carried.seconds, perCore: judgedIn(carried) / carried.serverCpuSeconds };
  }
  return most;
}

function judgedIn({ acks, refusals }: Measured): number {
  return acks + refusals;
}

function writeRate(notebook: Notebook, rate: number, run: Measured): void {
  const judged = judgedIn(run);
  notebook.write(`ingest.${rate}.cpu`, (run.serverCpuSeconds * 1e6) / judged, 'µs', 'lower');
  notebook.write(`ingest.${rate}.judged`, judged / run.seconds, '1/s', 'higher');
  notebook.write(`ingest.${rate}.accepted`, (100 * run.acks) / run.posts, '%', 'none');
  notebook.write(`ingest.${rate}.cores`, run.serverCpuSeconds / run.seconds, 'cores', 'none');
  notebook.write(`ingest.${rate}.client-cores`, run.clientCores, 'cores', 'none');
  notebook.write(`ingest.${rate}.ack-p99`, run.ack.p99, 'ms', 'lower');
}

/** Nonsense of the length of words, always the same. */
function words(): readonly string[] {
  return Array.from({ length: WORDS }, (_, index) => {
    const parts = [index % 15, Math.floor(index / 15) % 15, Math.floor(index / 225) % 15, Math.floor(index / 3375)];
    return `${parts.map((part) => SYLLABLES[part] ?? '').join('')}z`;
  });
}

/** How many posts a gateway can take, judge and answer: many users, ten thousand blocked words, next to nobody watching. */
import { writeFileSync } from 'node:fs';
import type { Surroundings } from './bench.ts';
import { OUTPUT, ourGateway } from './contenders.ts';
import type { Notebook } from './notebook.ts';
import { inSession } from './session.ts';

const WORDS = 10_000;
/** The gateway hears at most 50 frames a second of each. */
const USERS = 1600;
const USERS_PER_ROOM = 100;
/** Users are viewers too, and what they are sent is not what is measured: few frames, a comment a second in them. */
const FLUSH_MS = '200';
const ROOM_BUDGET = '1';
const RATES = [10_000, 20_000, 40_000, 60_000];
/** What a user says comes in one packet: what is measured is not the kernel's reading of packets. */
const BURST_MS = 400;
const SYLLABLES = ['ka', 'to', 'mi', 'ren', 'sul', 'vor', 'di', 'pa', 'lo', 'ne', 'gri', 'stu', 'bo', 'xe', 'qua'];

export async function measureIngest(notebook: Notebook, surroundings: Surroundings): Promise<void> {
  const file = `${OUTPUT}words.txt`;
  writeFileSync(file, `${words().join('\n')}\n`);
  const { apiKey: _, ...gateway } = ourGateway({ WORDS_FILE: file, ROOM_BUDGET, FLUSH_MS });
  const crowd = { rooms: USERS / USERS_PER_ROOM, viewersPerRoom: USERS_PER_ROOM };
  await inSession(surroundings, gateway, crowd, async ({ post }) => {
    for (const rate of RATES) {
      const run = await post({ rate, burstMs: BURST_MS, from: 'everybody' });
      const answered = (run.acks + run.refusals) / run.seconds;
      notebook.write(`ingest.${rate}.cpu`, (run.serverCpuSeconds * 1e6) / (run.acks + run.refusals), 'µs', 'lower');
      notebook.write(`ingest.${rate}.ack-p99`, run.ack.p99, 'ms', 'lower');
      notebook.writeIfMore('ingest.per-second', answered, '1/s');
      notebook.writeIfMore('ingest.per-core', answered / (run.serverCpuSeconds / run.seconds), '1/s');
      if (answered < rate * 0.95) return;
    }
  });
}

/** Nonsense of the length of words, always the same. */
function words(): readonly string[] {
  return Array.from({ length: WORDS }, (_, index) => {
    const parts = [index % 15, Math.floor(index / 15) % 15, Math.floor(index / 225) % 15, Math.floor(index / 3375)];
    return `${parts.map((part) => SYLLABLES[part] ?? '').join('')}z`;
  });
}

/**
 * Viewers that stop reading for a moment and then catch up: what a core can read where there is always something to
 * read, with nobody sending meanwhile.
 */
import { monotonicMs } from '../clock.ts';
import type { Audience } from './audience.ts';
import { stampText } from './stamp.ts';
import type { BehindOrder, CaughtUp } from './talk.ts';

const STEP_MS = 20;
const LOOK_MS = 1;
/** Longer than any server waits between two frames while it still has something to send. */
const STILL_MS = 800;
/** A server that lost something never gets there. */
const WITHIN_MS = 10_000;

/** Runs `order`; resolves when all viewers have read all that was posted, or something is missing. */
export async function catchUp(audience: Audience, { rate, behindMs }: BehindOrder): Promise<CaughtUp> {
  const { firsts, members, dialect } = audience;
  const asleep = members.filter((member) => !firsts.includes(member));
  const posts = Math.round((rate * behindMs) / 1000);
  await audience.still(STILL_MS);
  for (const { connection } of asleep) connection.sleep();
  audience.measuring = true;
  const startMs = monotonicMs();
  let posted = 0;
  while (posted < posts) {
    const elapsedMs = monotonicMs() - startMs;
    for (; posted < posts && (posted * 1000) / rate <= elapsedMs; posted += 1) {
      const first = firsts[posted % firsts.length];
      const text = stampText(posted, startMs - audience.sinceMs + (posted * 1000) / rate);
      first?.connection.send(dialect.post(first.room, text, audience.posted + posted));
    }
    await rest(STEP_MS);
  }
  audience.posted += posts;
  const { counts } = audience;
  const seen = (least: number) => until(() => counts.deliveries >= least || counts.lost > 0);
  // Who posts reads on: when it has all, all was sent.
  await seen(posts);
  const before = { ...counts };
  const cpu = process.cpuUsage();
  const wokenMs = monotonicMs();
  for (const { connection } of asleep) connection.wake();
  await seen(posts * (asleep.length + 1));
  const seconds = (monotonicMs() - wokenMs) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  audience.measuring = false;
  return {
    type: 'caught-up',
    seconds,
    cpuSeconds: (user + system) / 1e6,
    missing: posts * (asleep.length + 1) - counts.deliveries,
    deliveries: counts.deliveries - before.deliveries,
    frames: counts.frames - before.frames,
    bytes: counts.bytes - before.bytes,
  };
}

async function until(isDone: () => boolean): Promise<void> {
  const deadlineMs = monotonicMs() + WITHIN_MS;
  while (!isDone() && monotonicMs() < deadlineMs) await rest(LOOK_MS);
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

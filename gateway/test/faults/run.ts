/** One seed from an empty machine to a verdict. */
import { Crowd } from './crowd.ts';
import { inflict } from './doctor.ts';
import { judge, type Judgement } from './judge.ts';
import { drawSchedule, type Draw, type Fault, type Schedule } from './schedule.ts';
import { Scribe } from './scribe.ts';
import { Site } from './site.ts';
import type { Viewer } from './viewer.ts';

export interface RunOptions {
  readonly seed: number;
  readonly viewers: number;
  readonly gateways: number;
  /** Comments a second. */
  readonly rate: number;
  readonly draw: Draw;
  /** From each gateway to Redis; next door unless it is given. */
  readonly wayMs?: number;
}

export interface Outcome extends Judgement {
  readonly schedule: Schedule;
  readonly seconds: number;
  readonly stallMs: number;
}

const HISTORY_SIZE = 1000;
const PUBLISHERS = 20;
/** Of the viewers: those whose lines break. */
const BREAKABLE = 0.25;
const LAST_WORDS = 5;

export async function runSeed(options: RunOptions): Promise<Outcome> {
  const { seed, viewers, gateways, rate, draw, wayMs = 0 } = options;
  const beganMs = performance.now();
  const schedule = drawSchedule(seed, draw);
  const site = await Site.start({ gateways, viewers, env: environment(seed), wayMs });
  const breakable = Math.round(1 / BREAKABLE);
  const crowd = new Crowd({
    seed,
    room: `seed-${seed}`,
    viewers,
    publishers: PUBLISHERS,
    portOf: (index) => (index % breakable === 0 ? site.entrance.port : site.port),
    rate,
  });
  const scribe = new Scribe(site.redis, `seed-${seed}`);
  try {
    await crowd.gather();
    crowd.startPosting();
    await suffer(site, schedule.faults);
    await site.whole();
    crowd.stopPosting();
    const lastWords = await end(crowd);
    await scribe.read();
    const evidence = { ...crowd.evidence, historySize: HISTORY_SIZE, lastWords, written: scribe.written };
    const judgement = await judge(`seed-${seed}`, site, evidence);
    return { ...judgement, schedule, seconds: (performance.now() - beganMs) / 1000, stallMs: crowd.stallMs };
  } finally {
    crowd.finish();
    scribe.stop();
    await site.stop();
  }
}

/** Every other seed has a budget that 100 comments a second go beyond now and then. */
function environment(seed: number): Readonly<Record<string, string>> {
  return {
    ROOM_BUDGET: seed % 2 === 0 ? '100' : '100000',
    POST_PER_SECOND: '100',
    POST_BURST: '1000',
    HISTORY_SIZE: `${HISTORY_SIZE}`,
    DRAIN_SECONDS: '3',
  };
}

/** All faults, each at its time. */
async function suffer(site: Site, faults: readonly Fault[]): Promise<void> {
  const work = faults.map(async (fault) => {
    await new Promise((resolve) => setTimeout(resolve, fault.atMs));
    await inflict(site, fault);
  });
  // Each to its end, whatever becomes of the others: what was frozen must thaw.
  const results = await Promise.allSettled(work);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

/** Everybody comes back, every post has its answer, and everybody hears the last words. */
async function end(crowd: Crowd): Promise<readonly string[]> {
  const { viewers, publishers } = crowd;
  await crowd.until(() => publishers.every(({ hasPending }) => !hasPending), 'every post has its answer').catch(ignore);
  await crowd.until(() => viewers.every(({ isJoined }) => isJoined), 'everybody is back').catch(ignore);
  const lastWords: string[] = [];
  const ids: string[] = [];
  for (let index = 0; index < LAST_WORDS; index += 1) {
    const text = `last words ${index}`;
    lastWords.push(text);
    const post = publishers[index]?.post(text);
    await crowd.until(() => post?.answer.kind !== 'none', 'the last words are taken', 20_000).catch(ignore);
    if (post?.answer.kind === 'acknowledged') ids.push(post.answer.id);
  }
  // Those before may have been left out.
  const isBack = (viewer: Viewer) => viewer.isJoined && ids.slice(-1).every((id) => viewer.hasSeen(id));
  await crowd.until(() => viewers.every(isBack), 'everybody hears the last words').catch(ignore);
  return lastWords;
}

function ignore(): void {
  // The checker says who, and what.
}

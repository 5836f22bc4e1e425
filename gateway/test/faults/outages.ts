/** Redis is gone for a while: when gateways notice, what viewers of one gateway see meanwhile, when all is whole again. */
import { Crowd } from './crowd.ts';
import { judge } from './judge.ts';
import { Scribe } from './scribe.ts';
import { Site, type Member } from './site.ts';

const HISTORY_SIZE = 1000;
const POLL_MS = 20;

/** Says what happened. @returns the exit code. */
export async function tellOutages(): Promise<number> {
  const env = { ROOM_BUDGET: '1000', POST_PER_SECOND: '100', POST_BURST: '1000', HISTORY_SIZE: `${HISTORY_SIZE}` };
  const site = await Site.start({ gateways: 2, viewers: 200, env });
  const crowd = new Crowd({
    seed: 1,
    room: 'outage',
    viewers: 200,
    publishers: 20,
    portOf: () => site.port,
    rate: 50,
  });
  const scribe = new Scribe(site.redis, 'outage');
  try {
    await crowd.gather();
    crowd.startPosting();
    await pause(2000);
    const { redis } = site;
    const killed = await outage(site, crowd, { begin: () => redis.kill(), forMs: 5000, end: () => redis.start() });
    process.stdout.write(`Redis killed for 5 s: ${killed}\n`);
    await pause(3000);
    const freeze = { begin: async () => redis.freeze(), forMs: 15_000, end: async () => redis.thaw() };
    process.stdout.write(`Redis frozen for 15 s: ${await outage(site, crowd, freeze)}\n`);
    await pause(3000);
    crowd.stopPosting();
    const { publishers } = crowd;
    await crowd.until(() => publishers.every(({ hasPending }) => !hasPending), 'every post has its answer');
    await crowd.lastWords('last words');
    const evidence = {
      ...crowd.evidence,
      historySize: HISTORY_SIZE,
      lastWords: ['last words'],
      written: scribe.written,
    };
    const { violations, totals, file } = await judge('outages', site, evidence);
    const dead = site.members.filter(({ gateway }) => gateway.hasEnded);
    process.stdout.write(
      `accepted ${totals.accepted}, refused ${totals.refused}, checked ${totals.checked}, violations ${violations.length}, processes that died ${dead.length}\n`,
    );
    for (const { rule, viewer, ids, detail } of violations.slice(0, 10)) {
      process.stdout.write(`  ${rule}: ${viewer} ${ids.join(' ')} ${detail}\n`);
    }
    if (file !== undefined) process.stdout.write(`evidence: ${file}\n`);
    return violations.length === 0 && dead.length === 0 ? 0 : 1;
  } finally {
    crowd.finish();
    scribe.stop();
    await site.stop();
  }
}

interface Outage {
  readonly begin: () => Promise<void>;
  readonly forMs: number;
  readonly end: () => Promise<void>;
}

async function outage(site: Site, crowd: Crowd, { begin, forMs, end }: Outage): Promise<string> {
  const beganMs = Date.now();
  await begin();
  const noticed = Promise.all(site.members.map((member) => turned(site, member, 1, beganMs)));
  await pause(Math.max(0, forMs - (Date.now() - beganMs)));
  const noticedMs = await noticed;
  const shown = shownBetween(crowd, beganMs + 2000, Date.now());
  await end();
  const endedMs = Date.now();
  const wholeMs = await Promise.all(site.members.map((member) => turned(site, member, 0, endedMs)));
  return [
    `noticed after ${noticedMs.map((took) => `${took} ms`).join(' and ')}`,
    `meanwhile each viewer was shown ${shown.least} to ${shown.most} comments`,
    `whole ${wholeMs.map((took) => `${took} ms`).join(' and ')} after Redis answered again`,
  ].join('; ');
}

/** Milliseconds since `sinceMs` until a gateway says that it is cut off (1), or is not (0). */
async function turned(site: Site, member: Member, to: 0 | 1, sinceMs: number): Promise<number> {
  while ((await site.metric(member, 'danmaku_broker_degraded')) !== to) await pause(POLL_MS);
  return Date.now() - sinceMs;
}

function shownBetween({ viewers }: Crowd, fromMs: number, toMs: number) {
  const counts = viewers.map(({ events }) =>
    events.reduce((count, event) => {
      const isWithin = event.kind === 'framed' && event.atMs >= fromMs && event.atMs <= toMs;
      return isWithin ? count + event.shown.length : count;
    }, 0),
  );
  return { least: Math.min(...counts), most: Math.max(...counts) };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

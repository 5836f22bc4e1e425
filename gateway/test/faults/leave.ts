/** One of two gateways is asked to leave while everybody watches: is anybody worse off, and how busy is the other? */
import { Crowd } from './crowd.ts';
import { judge } from './judge.ts';
import { giveTheCore, leaveOneCore } from './own-core.ts';
import { processorShareOf, type ProcessorShare } from './processor-share.ts';
import { Scribe } from './scribe.ts';
import { Site, type Member } from './site.ts';

const DRAIN_SECONDS = 20;
const HISTORY_SIZE = 1000;
/** Before and after, so that there is something to compare with. */
const CALM_MS = 5000;

/** Says what happened. @returns the exit code. */
export async function tellLeave(viewers: number, rate: number): Promise<number> {
  const env = {
    ROOM_BUDGET: '1000',
    POST_PER_SECOND: '100',
    POST_BURST: '1000',
    HISTORY_SIZE: `${HISTORY_SIZE}`,
    DRAIN_SECONDS: `${DRAIN_SECONDS}`,
  };
  const hasOwnCore = leaveOneCore();
  const site = await Site.start({ gateways: 2, viewers, env });
  const portOf = () => site.port;
  const crowd = new Crowd({ seed: 1, room: 'leave', viewers, publishers: 20, portOf, rate });
  const scribe = new Scribe(site.redis, 'leave');
  try {
    const [leaving, staying] = site.members;
    if (!leaving || !staying) throw new Error('two gateways');
    if (hasOwnCore) giveTheCore(staying.gateway.pid);
    await crowd.gather();
    crowd.startPosting();
    await pause(CALM_MS);
    const before = await site.metric(leaving, 'danmaku_connections');
    const turnsBefore = await turnsOf(site, staying);
    const shareBefore = processorShareOf(staying.gateway.pid);
    const beganMs = Date.now();
    await site.remove(leaving, 'SIGTERM');
    await leaving.gateway.exited;
    const leftMs = Date.now() - beganMs;
    await crowd.until(() => crowd.viewers.every(({ isJoined }) => isJoined), 'everybody is back');
    const turns = await turnsOf(site, staying);
    const share = processorShareOf(staying.gateway.pid);
    await pause(CALM_MS);
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
    const { violations, totals, file } = await judge('leave', site, evidence);
    const backMs = Math.max(
      ...crowd.viewers.flatMap(({ events }) =>
        events.flatMap((event) => (event.kind === 'welcomed' && event.line > 1 ? [event.atMs - beganMs] : [])),
      ),
    );
    process.stdout.write(
      [
        `${viewers} viewers, ${rate} comments/s; ${before} of them on the gateway that left; the other ${hasOwnCore ? 'has a core of its own' : 'shares its core'}`,
        `it was gone after ${leftMs} ms; the last viewer was welcomed by the other after ${backMs} ms (window ${DRAIN_SECONDS} s)`,
        `longest turn of the other gateway's event loop: ${describe(turns)} while ${before} viewers came; ${describe(turnsBefore)} before, its start included`,
        ...(shareBefore && share ? [describeShare(shareBefore, share)] : []),
        `the crowd itself was held up for ${crowd.stallMs.toFixed(0)} ms`,
        `accepted ${totals.accepted}, deliveries ${totals.deliveries}, checked ${totals.checked}, resumed ${totals.resumed}, not recovered ${totals.notRecovered}`,
        `violations ${violations.length}`,
        ...violations
          .slice(0, 10)
          .map(({ rule, viewer, ids, detail }) => `  ${rule}: ${viewer} ${ids.join(' ')} ${detail}`),
        ...(file === undefined ? [] : [`evidence: ${file}`]),
        '',
      ].join('\n'),
    );
    return violations.length === 0 && backMs <= DRAIN_SECONDS * 1000 ? 0 : 1;
  } finally {
    crowd.finish();
    scribe.stop();
    await site.stop();
  }
}

interface Turns {
  readonly longestMs: number;
  readonly processorMs: number;
}

/** Since this was asked last. */
async function turnsOf(site: Site, member: Member): Promise<Turns> {
  const metrics = await site.metrics(member);
  return {
    longestMs: metrics('danmaku_turn_max_seconds') * 1000,
    processorMs: metrics('danmaku_turn_processor_max_seconds') * 1000,
  };
}

function describe({ longestMs, processorMs }: Turns): string {
  return `${longestMs.toFixed(0)} ms by the clock, none with more than ${processorMs.toFixed(0)} ms of work`;
}

function describeShare(from: ProcessorShare, to: ProcessorShare): string {
  return `it had a core for ${to.ranMs - from.ranMs} ms, and waited for one for ${to.waitedMs - from.waitedMs} ms`;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

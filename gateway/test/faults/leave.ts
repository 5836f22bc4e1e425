/** One of two gateways is asked to leave while everybody watches: is anybody worse off, and how busy is the other? */
import { check } from './checker.ts';
import { Crowd } from './crowd.ts';
import { Scribe } from './scribe.ts';
import { Site } from './site.ts';

const DRAIN_SECONDS = 20;
const HISTORY_SIZE = 1000;
/** Before and after, so that there is something to compare with. */
const CALM_MS = 5000;
const LAG = 'nodejs_eventloop_lag_max_seconds';

/** Says what happened. @returns the exit code. */
export async function tellLeave(viewers: number, rate: number): Promise<number> {
  const env = {
    ROOM_BUDGET: '1000',
    POST_PER_SECOND: '100',
    POST_BURST: '1000',
    HISTORY_SIZE: `${HISTORY_SIZE}`,
    DRAIN_SECONDS: `${DRAIN_SECONDS}`,
  };
  const site = await Site.start({ gateways: 2, viewers, env });
  const portOf = () => site.port;
  const crowd = new Crowd({ seed: 1, room: 'leave', viewers, publishers: 20, portOf, rate });
  const scribe = new Scribe(site.redis, 'leave');
  try {
    await crowd.gather();
    crowd.startPosting();
    await pause(CALM_MS);
    const [leaving, staying] = site.members;
    if (!leaving || !staying) throw new Error('two gateways');
    const before = await site.metric(leaving, 'danmaku_connections');
    const lags = [`${ms(await site.metric(staying, LAG))} ms before`];
    const beganMs = Date.now();
    await site.remove(leaving, 'SIGTERM');
    await leaving.gateway.exited;
    const leftMs = Date.now() - beganMs;
    await crowd.until(() => crowd.viewers.every(({ isJoined }) => isJoined), 'everybody is back');
    lags.push(`${ms(await site.metric(staying, LAG))} ms while ${before} viewers came`);
    await pause(CALM_MS);
    crowd.stopPosting();
    const { publishers } = crowd;
    await crowd.until(() => publishers.every(({ hasPending }) => !hasPending), 'every post has its answer');
    const last = publishers[0]?.post('last words');
    await crowd.until(() => last?.answer.kind === 'acknowledged', 'the last words are taken');
    const id = last?.answer.kind === 'acknowledged' ? last.answer.id : '';
    await crowd.until(() => crowd.viewers.every((viewer) => viewer.hasSeen(id)), 'everybody hears the last words');

    const { violations, totals } = check({
      ...crowd.evidence,
      historySize: HISTORY_SIZE,
      lastWords: ['last words'],
      written: scribe.written,
      cutOff: site.cutOff,
    });
    const backMs = Math.max(
      ...crowd.viewers.flatMap(({ events }) =>
        events.flatMap((event) => (event.kind === 'welcomed' && event.line > 1 ? [event.atMs - beganMs] : [])),
      ),
    );
    process.stdout.write(
      [
        `${viewers} viewers, ${rate} comments/s; ${before} of them on the gateway that left`,
        `it was gone after ${leftMs} ms; the last viewer was welcomed by the other after ${backMs} ms (window ${DRAIN_SECONDS} s)`,
        `longest hold-up of the other gateway's event loop: ${lags.join(', ')}; of the crowd itself: ${crowd.stallMs.toFixed(0)} ms`,
        `accepted ${totals.accepted}, deliveries ${totals.deliveries}, checked ${totals.checked}, resumed ${totals.resumed}, not recovered ${totals.notRecovered}`,
        `violations ${violations.length}`,
        ...violations
          .slice(0, 10)
          .map(({ rule, viewer, ids, detail }) => `  ${rule}: ${viewer} ${ids.join(' ')} ${detail}`),
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

function ms(seconds: number): string {
  return (seconds * 1000).toFixed(0);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

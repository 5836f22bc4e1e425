/** Our gateway against its peers: the same work, the same client, one run. */
import type { Bench, Surroundings } from './bench.ts';
import { ourGateway } from './contenders.ts';
import { measureFanout, type FanoutPlan } from './fanout.ts';
import { writeGatewayStory } from './gateway-story.ts';
import type { Half } from './half.ts';
import { measureIdle } from './idle.ts';
import { measureIngest } from './ingest.ts';
import { Notebook } from './notebook.ts';
import { measureInPairs } from './pairs.ts';
import { preparePeers } from './peers.ts';
import { measureQuiet } from './quiet.ts';
import { measureReading } from './reading.ts';
import { measureSameFrame } from './same-frame.ts';
import type { Contender } from './server.ts';
import { measureLongTail, measureSpread } from './tail.ts';

const FULL: readonly FanoutPlan[] = [
  { viewers: 1000, rates: [10, 100], step: 3, steps: 4 },
  { viewers: 5000, rates: [10, 100], step: 1.8, steps: 5 },
  { viewers: 10_000, rates: [10, 100], step: 1.8, steps: 2 },
];
/** Whom goals compare ours with. */
const COMPARED: readonly string[] = ['socket-io', 'ws', 'socket-io-batching', 'ws-batching'];
/** How many viewers the goals are about. */
const OF_GOALS: readonly number[] = [5000, 10_000];
const QUICK: readonly FanoutPlan[] = [{ viewers: 1000, rates: [100], step: 3, steps: 3 }];

export const gatewayBench: Bench = {
  name: 'gateway',
  about: 'fan-out, idle viewers, joins, posts, many rooms; against ws, Socket.IO, Nchan, Centrifuge and bare C',
  run,
};

async function run(surroundings: Surroundings): Promise<Half> {
  const { quick, onlyGoals, repeat, say } = surroundings;
  const notebook = new Notebook({ bench: 'gateway', title: 'Gateway against peers', quick, repeat });
  const peers = await preparePeers(say);
  Object.assign(notebook.versions, peers.versions);
  notebook.notes.push(...peers.leftOut);
  const contenders = [ourGateway(), ...peers.contenders];
  const attempt = async (what: string, work: () => Promise<void>): Promise<void> => {
    say(what);
    await work().catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      notebook.notes.push(`${what}: not measured, ${reason.split('\n')[0] ?? ''}.`);
      say(`  not measured: ${reason}`);
    });
  };
  /** Those that are measured where nothing is compared. */
  const alone = onlyGoals ? contenders.filter(({ ours }) => ours) : contenders;
  if (onlyGoals) notebook.notes.push('Only what goals are judged by was measured.');
  const plans = onlyGoals ? FULL.filter(({ viewers }) => OF_GOALS.includes(viewers)) : FULL;
  for (const plan of quick ? QUICK : plans) {
    for (const contender of alone) {
      await attempt(`${plan.viewers} viewers, ${contender.label}`, () =>
        measureFanout(notebook, surroundings, contender, plan),
      );
    }
  }
  for (const contender of plainOnes(alone)) {
    await attempt(`idle viewers, ${contender.label}`, async () => {
      // The goals are ours.
      const rounds = contender.ours ? repeat : 1;
      for (let round = 0; round < rounds; round += 1) {
        await measureIdle(notebook, surroundings, contender, quick ? 4000 : 10_000);
      }
    });
  }
  for (const contender of onlyGoals ? [] : contenders.filter(({ hasRooms }) => hasRooms)) {
    await attempt(`1,000 rooms of 10, ${contender.label}`, () => measureLongTail(notebook, surroundings, contender));
  }
  const c = contenders.find(({ name }) => name === 'c-writer');
  if (c) await attempt('frames of one size, ours and C', () => measureSameFrame(notebook, surroundings, c));
  for (const peer of contenders.filter(({ name }) => COMPARED.includes(name))) {
    await attempt(`in pairs, ours and ${peer.label}`, () => measureInPairs(notebook, surroundings, peer));
  }
  const quiet = ourGateway();
  await attempt('a quiet room', () => measureQuiet(notebook, surroundings, quiet, 'embedded'));
  await attempt('reading', () => measureReading(notebook, surroundings));
  await attempt('posts', () => measureIngest(notebook, surroundings));
  await attempt('rooms of one viewer', () => measureSpread(notebook, surroundings, quick ? 4000 : 10_000));
  writeGatewayStory(notebook, contenders);
  return notebook.half();
}

/** Idle, it makes no difference how they send. */
function plainOnes(contenders: readonly Contender[]): readonly Contender[] {
  return contenders.filter(({ ours, batches }) => ours || !batches);
}

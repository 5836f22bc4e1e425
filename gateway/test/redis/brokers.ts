/** Brokers of gateways that are not there: what tests of the log itself talk to. */
import { Ear, commentBy, submit } from '../../src/broker/ear.contract.ts';
import type { Broker, SubmissionOutcome } from '../../src/broker/broker.ts';
import { RedisBroker } from '../../src/broker/redis-broker.ts';
import { newCounters, type Counters } from '../../src/counters.ts';
import { createLog } from '../../src/log.ts';

export interface Listening {
  readonly broker: RedisBroker;
  readonly ear: Ear;
  readonly counters: Counters;
}

export async function connect(urls: readonly string[], maxComments = 1000, maxControls = 1000): Promise<Listening> {
  const [ear, counters] = [new Ear(), newCounters()];
  const broker = new RedisBroker({
    urls,
    instanceId: 'test',
    limits: { maxComments, maxControls, maxAgeMs: 600_000 },
    clock: Date.now,
    counters,
    log: createLog('silent', 'test'),
    timeoutMs: 3000,
  });
  await broker.open(ear);
  return { broker, ear, counters };
}

export function say(broker: Broker, room: string, ...texts: readonly string[]): Promise<SubmissionOutcome[]> {
  const submissions = texts.map((text) => submit(commentBy('ann', text, Date.now())));
  return Promise.all(broker.append(room, submissions, Date.now()).map((outcome) => Promise.resolve(outcome)));
}

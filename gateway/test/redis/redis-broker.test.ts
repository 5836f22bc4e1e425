import { describeBroker, type StartDeployment } from '../../src/broker/broker.contract.ts';
import { Ear } from '../../src/broker/ear.contract.ts';
import { RedisBroker } from '../../src/broker/redis-broker.ts';
import { newCounters } from '../../src/counters.ts';
import { createLog } from '../../src/log.ts';
import { CLUSTER_RIGHTS, RIGHTS, urlOf, userWith } from './rights.ts';
import { RedisServer, startCluster } from './redis-server.ts';

/** Two gateways' brokers on the servers at `urls`. */
function deployment(urls: () => readonly string[], stop: () => Promise<void>): StartDeployment {
  return async (limits, clock) => {
    const join = async (instanceId = 'another') => {
      const log = createLog('silent', instanceId);
      // A busy machine is no outage.
      const options = { urls: urls(), instanceId, limits, clock, counters: newCounters(), log, timeoutMs: 20_000 };
      const broker = new RedisBroker(options);
      const ear = new Ear();
      await broker.open(ear);
      return { broker, ear };
    };
    const [here, there] = await Promise.all([join('here'), join('there')]);
    return {
      here: here.broker,
      hereEar: here.ear,
      there: there.broker,
      thereEar: there.ear,
      join,
      stop: async () => {
        await Promise.all([here.broker.close(), there.broker.close()]);
        await stop();
      },
    };
  };
}

describeBroker('the broker on a Redis of its own', async (limits, clock) => {
  const server = await RedisServer.start({ setUp: [userWith('gateway', RIGHTS)] });
  return deployment(
    () => [urlOf('gateway', server.port)],
    () => server.stop(),
  )(limits, clock);
});

describeBroker('the broker on a Redis Cluster of three masters', async (limits, clock) => {
  const cluster = await startCluster([userWith('gateway', CLUSTER_RIGHTS)]);
  return deployment(
    () => cluster.servers.map(({ port }) => urlOf('gateway', port)),
    () => cluster.stop(),
  )(limits, clock);
});

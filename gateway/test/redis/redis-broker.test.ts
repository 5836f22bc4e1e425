import { describeBroker, type StartDeployment } from '../../src/broker/broker.contract.ts';
import { Ear } from '../../src/broker/ear.contract.ts';
import { RedisBroker } from '../../src/broker/redis-broker.ts';
import { newCounters } from '../../src/counters.ts';
import { createLog } from '../../src/log.ts';
import { RedisServer, startCluster } from './redis-server.ts';

/** Two gateways' brokers on the servers at `urls`. */
function deployment(urls: () => readonly string[], stop: () => Promise<void>): StartDeployment {
  return async (limits, clock) => {
    const join = async (instanceId = 'another') => {
      const log = createLog('silent', instanceId);
      const broker = new RedisBroker({ urls: urls(), instanceId, limits, clock, counters: newCounters(), log });
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
  const server = await RedisServer.start();
  return deployment(
    () => [server.url],
    () => server.stop(),
  )(limits, clock);
});

describeBroker('the broker on a Redis Cluster of three masters', async (limits, clock) => {
  const cluster = await startCluster();
  return deployment(
    () => cluster.urls,
    () => cluster.stop(),
  )(limits, clock);
});

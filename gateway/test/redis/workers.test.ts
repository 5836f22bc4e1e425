/** All cores of one machine: processes that share a port under one supervisor. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { join, type Client } from '../client.ts';
import { GatewayProcess, startGateway, type Gateway } from '../harness.ts';
import { RedisServer, freePort } from './redis-server.ts';

const WAIT = { timeout: 20_000, interval: 50 };
const WORKERS = 3;

let redis: RedisServer;

beforeAll(async () => {
  redis = await RedisServer.start();
});
afterAll(() => redis.stop());

const get = async (gateway: Gateway, path: string) =>
  (await fetch(`http://127.0.0.1:${gateway.port}${path}`, { headers: { connection: 'close' } })).text();

/** The workers by what they log: their process ids by instance. */
function workersOf(gateway: Gateway): Map<string, number> {
  const listening = gateway.log.filter(({ msg }) => msg === 'worker listening');
  return new Map(listening.map(({ instance, pid }) => [String(instance), Number(pid)]));
}

describe(`WORKERS=${WORKERS}`, () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startGateway({ REDIS_URL: redis.url, WORKERS: String(WORKERS), INSTANCE_ID: 'box' });
  });

  it('is one gateway to its viewers, whichever process they come to', async () => {
    const clients: Client[] = [];
    const instances = new Set<string>();
    // The kernel deals connections out; sooner or later each process has one.
    await vi.waitFor(async () => {
      clients.push(await join(gateway, 'room'));
      instances.add((JSON.parse(await get(gateway, '/readyz')) as { instance: string }).instance);
      expect(instances.size).toBe(WORKERS);
    }, WAIT);
    expect([...instances].sort()).toEqual(['box.0', 'box.1', 'box.2']);
    await clients[0]?.post({ ref: '1', text: 'for all' });
    await Promise.all(clients.map((client) => client.sees('for all')));
    await Promise.all(clients.map((client) => client.close()));
  });

  it('tells the metrics of all processes, whichever is asked', async () => {
    const text = await get(gateway, '/metrics');
    const labels = [...text.matchAll(/^danmaku_connections\{instance_id="([^"]+)"\}/gm)].map((match) => match[1]);
    expect(new Set(labels)).toEqual(new Set(['box.0', 'box.1', 'box.2']));
    expect(text.match(/^# TYPE danmaku_connections /gm)).toHaveLength(1);
  });

  it('starts a process that died again, while the others go on', async () => {
    const clients = await Promise.all(Array.from({ length: 6 }, () => join(gateway, 'room-2')));
    const before = workersOf(gateway);
    const [instance, pid] = [...before][0] ?? ['', 0];
    process.kill(pid, 'SIGKILL');
    await vi.waitFor(() => expect(workersOf(gateway).get(instance)).not.toBe(pid), WAIT);
    const still = clients.filter(({ socket }) => socket.readyState === socket.OPEN);
    const back = await join(gateway, 'room-2');
    await back.post({ ref: '1', text: 'still here' });
    await Promise.all([...still, back].map((client) => client.sees('still here')));
    await Promise.all([...still, back].map((client) => client.close()));
  });

  it('leaves with all its processes on a signal, cleanly', async () => {
    const pids = [...workersOf(gateway).values()];
    await gateway.stop('SIGTERM');
    expect(gateway.log.filter(({ msg }) => msg === 'stopped')).toHaveLength(WORKERS);
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});

describe('A supervisor', () => {
  it('gives up with the code of its processes when none of them can start', async () => {
    const single = await RedisServer.start({ setUp: [['CONFIG', 'SET', 'requirepass', 'secret']] });
    const gateway = new GatewayProcess({ PORT: '0', HOST: '127.0.0.1', REDIS_URL: single.url, WORKERS: '2' });
    const { code } = await gateway.exited;
    expect(code).toBe(1);
    expect(gateway.log.some(({ msg }) => String(msg).includes('NOAUTH'))).toBe(true);
    await single.stop();
  });

  it('says so when its port is taken, rather than share it with a stranger', async () => {
    const port = String(await freePort());
    const first = await startGateway({ PORT: port });
    const second = new GatewayProcess({ PORT: port, HOST: '127.0.0.1', REDIS_URL: redis.url, WORKERS: '2' });
    expect((await second.exited).code).toBe(1);
    expect(String(second.log.at(-1)?.['msg'])).toMatch(/^Port \d+ on 127\.0\.0\.1 can't be listened on/);
    await first.stop();
  });

  it('leaves its processes no life of their own: they go when it is killed', async () => {
    const gateway = await startGateway({ REDIS_URL: redis.url, WORKERS: '2' });
    const pids = [...workersOf(gateway).values()];
    gateway.signal('SIGKILL');
    await vi.waitFor(() => {
      for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    }, WAIT);
  });

  it('needs Redis', async () => {
    const gateway = new GatewayProcess({ WORKERS: '2' });
    const { code, stderr } = await gateway.exited;
    expect(code).toBe(2);
    expect(stderr).toMatch(/WORKERS: more than one process needs REDIS_URL/);
  });
});

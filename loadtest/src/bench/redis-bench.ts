/** What Redis between two gateways adds: to the way of a comment, and to the CPU it costs. */
import { execFileSync, type ChildProcess } from 'node:child_process';
import type { Bench, Surroundings } from './bench.ts';
import { answering, start, stop } from './child.ts';
import { API_KEY, ourGateway } from './contenders.ts';
import type { Half } from './half.ts';
import { Notebook } from './notebook.ts';
import { freePort } from './peers.ts';
import { cpuSeconds } from './process-use.ts';
import { measureQuiet } from './quiet.ts';
import { Server } from './server.ts';

const BUSY_RATE = 1000;
const QUIET_RATE = 2;
const QUIET_MS = 8000;

export const redisBench: Bench = {
  name: 'redis',
  about: 'two gateways with Redis between them: added latency, CPU per comment',
  run,
};

async function run(surroundings: Surroundings): Promise<Half> {
  const { quick, repeat, say, serverCore } = surroundings;
  const notebook = new Notebook({ bench: 'redis', title: 'The hop through Redis', quick, repeat });
  notebook.versions['redis'] = redisVersion();
  notebook.notes.push(
    'Both gateways and Redis share the server core; the publisher is on one gateway, the viewers are on the other.',
    'CPU per comment: a thousand comments a second in one room, with one viewer on each gateway.',
  );
  say('a quiet room, embedded broker');
  await measureQuiet(notebook, surroundings, ourGateway(), 'embedded');
  const port = await freePort();
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', '/tmp'];
  const redis = start({ file: 'redis-server', args: flags }, serverCore, ['ignore', 'ignore', 'pipe']);
  const gateways: Server[] = [];
  try {
    await answering(port, redis, 'redis-server');
    const env = { REDIS_URL: `redis://127.0.0.1:${port}` };
    for (const name of ['a', 'b']) {
      gateways.push(await Server.start(ourGateway({ ...env, INSTANCE_ID: name }), serverCore));
    }
    await measureHop(notebook, surroundings, gateways, redis);
  } finally {
    for (const gateway of gateways) await gateway.stop();
    await stop(redis);
  }
  writeStory(notebook);
  return notebook.half();
}

async function measureHop(
  notebook: Notebook,
  surroundings: Surroundings,
  gateways: readonly Server[],
  redis: ChildProcess,
): Promise<void> {
  const [first, second] = gateways;
  if (!first || !second) return;
  const client = await surroundings.client();
  const pids = [first.pid, second.pid, redis.pid ?? 0];
  const meter = { cpuSeconds: () => pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0) };
  const redisMeter = { cpuSeconds: () => cpuSeconds(redis.pid ?? 0) };
  const usual = { warmupMs: 2000, burstMs: 0, untilAnswered: false, from: 'first', paddedTo: 0 } as const;
  const connect = (viewersPerRoom: number) =>
    client.connect({
      dialect: 'danmaku',
      port: second.port,
      publisherPort: first.port,
      rooms: ['hop'],
      viewersPerRoom,
      atOnce: 16,
      apiKey: API_KEY,
    });
  surroundings.say('a quiet room, two gateways with Redis');
  await connect(21);
  for (let round = 0; round < surroundings.repeat; round += 1) {
    const measureMs = surroundings.quick ? QUIET_MS / 2 : QUIET_MS;
    const quiet = await client.post({ ...usual, rate: QUIET_RATE, measureMs, precise: true }, meter);
    notebook.write('quiet.redis.p50', quiet.latency.p50, 'ms', 'lower');
    notebook.write('quiet.redis.p99', quiet.latency.p99, 'ms', 'lower');
  }
  surroundings.say('a thousand comments a second, two gateways with Redis');
  await connect(2);
  for (let round = 0; round < surroundings.repeat; round += 1) {
    for (const [name, what] of [
      ['all', meter],
      ['server', redisMeter],
    ] as const) {
      const busy = await client.post({ ...usual, rate: BUSY_RATE, measureMs: 3000, precise: false }, what);
      notebook.write(`hop.cpu-${name}`, (busy.serverCpuSeconds * 1e6) / busy.posts, 'µs', 'lower');
      notebook.write('hop.busy-p50', busy.latency.p50, 'ms', 'lower');
    }
  }
  await client.leave();
}

function writeStory(notebook: Notebook): void {
  const [embedded, shared] = [notebook.median('quiet.embedded.p50'), notebook.median('quiet.redis.p50')];
  if (embedded !== undefined && shared !== undefined) {
    notebook.write('hop.added-p50', shared - embedded, 'ms', 'lower');
  }
  const row = (text: string, figure: string) => ({ cells: [{ text }, { figure }] });
  notebook.tables.push({
    id: 'hop',
    title: 'The hop through Redis',
    columns: ['', ''],
    rows: [
      row('quiet room, one gateway, embedded broker, p50', 'quiet.embedded.p50'),
      row('quiet room, from one gateway to the other, p50', 'quiet.redis.p50'),
      row('quiet room, from one gateway to the other, p99', 'quiet.redis.p99'),
      row('added by the hop, p50', 'hop.added-p50'),
      row('CPU per comment, both gateways and Redis', 'hop.cpu-all'),
      row('CPU per comment, Redis alone', 'hop.cpu-server'),
    ],
  });
  notebook.goal('quiet.embedded.p50', 'Quiet room, embedded broker, post to other viewer, p50', 'lower', 3);
  notebook.goal('hop.added-p50', 'Quiet room, added by Redis between two gateways, p50', 'lower', 1.5);
}

function redisVersion(): string {
  try {
    return /v=(\S+)/.exec(execFileSync('redis-server', ['--version'], { encoding: 'utf8' }))?.[1] ?? 'unknown';
  } catch {
    throw new Error('redis-server is not on the PATH; on Debian, `apt-get install redis-server`.');
  }
}

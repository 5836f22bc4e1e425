/** The benchmark's own machinery on a real gateway: small and short, no figure of it means anything. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BenchClient } from '../dist/bench/bench-client.js';
import { killAll } from '../dist/bench/child.js';
import { ourGateway } from '../dist/bench/contenders.js';
import { Notebook } from '../dist/bench/notebook.js';
import { inSession } from '../dist/bench/session.js';
import { benchHtml } from '../dist/bench/bench-report.js';

let client: BenchClient;

beforeAll(async () => {
  client = new BenchClient(undefined);
  await client.ready();
});

afterAll(async () => {
  await client.stop();
  killAll();
});

const surroundings = {
  quick: true,
  repeat: 1,
  onlyGoals: false,
  seconds: undefined,
  serverCore: undefined,
  clientCore: undefined,
  say: () => undefined,
  client: () => Promise.resolve(client),
};

test('viewers are brought in, hear what is posted, and the server is metered and gone afterwards', async () => {
  const crowd = { rooms: 2, viewersPerRoom: 10 };
  const { run, connected, pid } = await inSession(surroundings, ourGateway(), crowd, async (session) => ({
    connected: session.connected,
    run: await session.post({ rate: 40, warmupMs: 200, measureMs: 600 }),
    pid: session.server.pid,
  }));
  expect(connected).toMatchObject({ opened: 20, failed: 0 });
  expect(run.posts).toBe(24);
  expect(run.lost).toBe(0);
  // What is under way at both ends of the measured time depends on the machine; that each frame is for ten does not.
  expect(run.deliveries).toBeGreaterThan(0);
  expect(run.latency.count).toBeGreaterThan(0);
  expect(run.acks).toBeGreaterThan(0);
  expect(run.serverCpuSeconds).toBeGreaterThanOrEqual(0);
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test('viewers that stop reading for a moment read all that was posted meanwhile, each comment once', async () => {
  const crowd = { rooms: 1, viewersPerRoom: 10 };
  const caughtUp = await inSession(surroundings, ourGateway(), crowd, ({ catchUp }) =>
    catchUp({ rate: 100, behindMs: 300 }),
  );
  expect(caughtUp).toMatchObject({ missing: 0, deliveries: 30 * 9 });
  expect(caughtUp.cpuSeconds).toBeGreaterThan(0);
});

test('a server that does not start is one sentence', async () => {
  const broken = { ...ourGateway(), command: { ...ourGateway().command, args: ['-e', 'process.exit(3)'] } };
  await expect(
    inSession(surroundings, broken, { rooms: 1, viewersPerRoom: 1 }, () => Promise.resolve()),
  ).rejects.toThrow('Danmaku Live ended with 3');
});

test('the page of the benchmarks opens by itself, and nothing in it becomes mark-up', async () => {
  const notebook = new Notebook({ bench: 'gateway', title: '<i>', quick: true, repeat: 1 });
  notebook.write('a', 1, 'µs', 'lower');
  notebook.goal('a', 'less than <b>', 'lower', 2);
  notebook.notes.push('<script>');
  const html = await benchHtml([notebook.half()]);
  expect(html).toContain('1 of 1 goals met');
  expect(html).not.toMatch(/<i>|less than <b>|<li><script>/);
  expect(html).not.toMatch(/(?:src|href)="?http/);
});

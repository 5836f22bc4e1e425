/** Against the real gateway: small and short, the same way an operator would. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runTool, startTool } from './tool.ts';

const GATEWAY = fileURLToPath(new URL('../../gateway/dist/main.js', import.meta.url));
const SECRET = 'a secret of this test, long enough for HS256';
const KEY = 'key-of-this-test-0123456789';

let gateway: ChildProcess;
let url = '';

beforeAll(async () => {
  const env = { ...process.env, PORT: '0', HOST: '127.0.0.1', JWT_SECRET: SECRET, API_KEYS: KEY };
  gateway = spawn(process.execPath, [GATEWAY], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  url = await new Promise<string>((resolve, reject) => {
    let log = '';
    gateway.once('exit', (code) => reject(new Error(`The gateway ended with ${code}: ${log}`)));
    gateway.stdout?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      const line = log.split('\n').find((one) => one.includes('"listening"'));
      if (line) resolve(`http://127.0.0.1:${(JSON.parse(line) as { port: number }).port}`);
    });
  });
});

afterAll(async () => {
  const gone = new Promise((resolve) => gateway.once('close', resolve));
  gateway.kill('SIGKILL');
  await gone;
});

const crowd = ['--viewers', '40', '--rate', '30', '--warmup', '0'];
const small = [...crowd, '--seconds', '2'];

describe.concurrent('the real gateway', () => {
  test('carries a small crowd of guests, and its own CPU and memory are read', async () => {
    const { code, result } = await runTool([
      '--url',
      url,
      ...crowd,
      // Its metrics are read once a second, and a busy machine skips some.
      '--seconds',
      '5',
      '--rooms',
      '3',
      '--fail-if',
      'latency.p99 > 30000',
    ]);
    expect(result.verdict.faults).toEqual([]);
    expect(code).toBe(0);
    expect(result.ledger).toMatchObject({ lost: 0, duplicated: 0, outOfOrder: 0, foreign: 0 });
    expect(result.ledger.accepted).toBe(result.posts.intended);
    expect(result.ledger.delivered + result.ledger.leftOut).toBe(result.ledger.expected);
    expect(result.gateway.measured).toBe(true);
    expect(result.gateway.memoryBytes).toBeGreaterThan(10_000_000);
  });

  test('gives everybody back what they missed when all connections break at once', async () => {
    const { result } = await runTool(['--url', url, ...small, '--scenario', 'storm']);
    expect(result.verdict.faults).toEqual([]);
    expect(result.connections).toMatchObject({ returned: 40, recovered: 40, atEnd: 40 });
  });

  test('says what a room’s budget left out, and nothing else is missing', async () => {
    // A trusted server may post beyond the budget of 100 comments a second, and its burst of as many.
    const flags = ['--viewers', '10', '--rate', '300', '--seconds', '2', '--warmup', '0', '--api-key', KEY];
    const { result } = await runTool(['--url', url, ...flags]);
    expect(result.verdict.faults).toEqual([]);
    expect(result.ledger.leftOut).toBeGreaterThan(0);
    expect(result.ledger.delivered + result.ledger.leftOut + result.ledger.merged).toBe(result.ledger.expected);
  });

  test('takes users with tokens, over compressed frames', async () => {
    const flags = ['--jwt-secret', SECRET, '--role', 'moderator', '--subprotocol', 'danmaku.v1.deflate'];
    const { result, stdout } = await runTool(['--url', url, ...small, ...flags]);
    expect(result.verdict.faults).toEqual([]);
    expect(result.posts).toMatchObject({ intended: 60, acked: 60, refused: 0 });
    expect(result.plan).not.toHaveProperty('jwtSecret');
    expect(stdout + JSON.stringify(result)).not.toContain(SECRET);
  });

  test('fails when the gateway does not know the secret its users’ tokens are made with', async () => {
    const { code, result } = await runTool(['--url', url, ...small, '--jwt-secret', `other-${SECRET}`]);
    expect(code).toBe(1);
    expect(result.verdict.faults).toEqual([expect.stringMatching(/^\d+ sign-ins were refused, so guests posted/)]);
  });

  test('writes a report that opens by itself', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'loadtest-report-'));
    try {
      const file = join(folder, 'report.html');
      const { code, stderr } = await startTool(['--url', url, ...small, '--html', file, '--progress', 'lines']);
      expect(code).toBe(0);
      expect(stderr).toMatch(/^measuring \d+\/2 s {2}viewers 40\/40 {2}posted \d+\/s/m);
      const html = await readFile(file, 'utf8');
      expect(html).toContain('Ledger');
      expect(html).toContain('Leon Sorokin');
      expect(html).not.toMatch(/(?:src|href)="?http/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('fails with exit code 1 when a threshold is crossed, and says which', async () => {
    const { code, result } = await runTool(['--url', url, ...small, '--fail-if', 'connections.opened >= 40']);
    expect(code).toBe(1);
    expect(result.verdict).toEqual({ ok: false, faults: ['connections.opened >= 40: it is 40'] });
  });
});

describe('before a run', () => {
  test('every wrong flag is told in one message, with exit code 2', async () => {
    const wrong = [
      '--viewers',
      'many',
      '--rate',
      '-1',
      '--colour',
      'red',
      '--fail-if',
      'speed > 3',
      '--scenario',
      'calm',
    ];
    const { code, stderr } = await startTool(wrong);
    expect(code).toBe(2);
    for (const word of ['--viewers', '--rate', '--colour', '"speed"', '"calm"']) expect(stderr).toContain(word);
  });

  test('a gateway that is not there is one sentence, not a thousand failures', async () => {
    const { code, stderr } = await startTool(['--url', 'http://127.0.0.1:1']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^loadtest: http:\/\/127\.0\.0\.1:1 does not answer: .*ECONNREFUSED/);
  });

  test('a file that can’t be written is found out before the load, not after it', async () => {
    const { code, stderr } = await startTool(['--url', url, '--json', '/nowhere/result.json']);
    expect(code).toBe(2);
    expect(stderr).toContain("/nowhere/result.json can't be written");
  });
});

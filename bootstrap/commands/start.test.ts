import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runScript } from '../child.mjs';
import { ROOT } from '../root.mjs';

const MAIN = join(ROOT, 'bootstrap/main.mjs');
const ENV = { ...process.env, HOST: '127.0.0.1', PORT: '0' };

describe('npm start', () => {
  it('prints an address at which the demo is, and Ctrl-C ends it well', async () => {
    const child = spawn(process.execPath, [MAIN, 'start'], { env: ENV, stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGTERM'));
    const address = await addressIn(createInterface({ input: child.stdout }));
    const page = await fetch(address);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Danmaku Live');
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('passes flags on, and a port that is taken is told in one sentence', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { exitCode, output } = await runScript([MAIN, 'start', '--port', String(port)], { env: ENV });
    expect(exitCode).toBe(1);
    expect(output).toMatch(new RegExp(`Port ${port} on 127\\.0\\.0\\.1 can't be listened on`));
  });

  it("passes the gateway's exit code on", async () => {
    expect(await runScript([MAIN, 'start', '--port', 'x'], { env: ENV })).toMatchObject({ exitCode: 2 });
    expect(await runScript([MAIN, 'start', '--help'], { env: ENV })).toMatchObject({ exitCode: 0 });
  });
});

async function addressIn(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) {
    const address = /^Danmaku Live is ready: (\S+)$/.exec(line)?.[1];
    if (address) return address;
  }
  throw new Error('npm start ended without an address');
}

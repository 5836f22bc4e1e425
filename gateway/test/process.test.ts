import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { join } from './client.ts';
import { GatewayProcess, SERVER_KEY, startGateway } from './harness.ts';
import { call } from './http.ts';

async function run(env: Record<string, string>, flags: readonly string[] = []) {
  const gateway = new GatewayProcess({ HOST: '127.0.0.1', PORT: '0', ...env }, flags);
  return { ...(await gateway.exited), stdout: gateway.lines.join('\n'), log: gateway.log };
}

describe('The gateway’s command line', () => {
  it('--help prints the table of settings and leaves', async () => {
    const { code, stdout, stderr } = await run({ PORT: 'nonsense' }, ['--help']);
    expect([code, stderr]).toEqual([0, '']);
    for (const name of ['PORT', 'REDIS_URL', 'ALLOWED_ORIGINS', 'DRAIN_SECONDS', 'METRICS_KEY']) {
      expect(stdout).toContain(name);
    }
  });

  it('takes flags before the environment', async () => {
    const gateway = new GatewayProcess({ HOST: '127.0.0.1', PORT: '1', API_KEYS: SERVER_KEY }, [
      '--port=0',
      '--demo',
      '0',
    ]);
    expect(await gateway.logged('listening')).toMatchObject({ host: '127.0.0.1', broker: 'embedded', demo: false });
    await gateway.stop();
  });

  it('tells all that is wrong in one message, without the values, and exits with code 2', async () => {
    const env = { JWT_SECRET: 'hunter2', API_KEYS: 'hunter2', FLUSH_MS: '1', GUESTS: 'no' };
    const { code, stdout, stderr } = await run(env, ['--prot', '8080', 'hunter2']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^The gateway can't start:\n/);
    for (const name of ['JWT_SECRET', 'API_KEYS', 'FLUSH_MS', 'GUESTS', '--prot'])
      expect(stderr).toContain(`  ${name}: `);
    expect(stderr).not.toContain('hunter2');
  });
});

describe('A port that is taken', () => {
  let other: Server;
  let port: string;
  beforeAll(async () => {
    other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    port = String((other.address() as AddressInfo).port);
  });
  afterAll(() => new Promise((resolve) => other.close(resolve)));

  it.each([
    ['PORT', () => ({ PORT: port })],
    ['INTERNAL_PORT', () => ({ INTERNAL_PORT: port })],
  ])('as %s is told in one sentence, with code 1', async (_name, env) => {
    const { code, stderr, log } = await run(env());
    expect([code, stderr]).toEqual([1, '']);
    expect(log.at(-1)).toMatchObject({
      level: 'fatal',
      msg: `Port ${port} on 127.0.0.1 can't be listened on: it is in use, or not allowed here.`,
    });
    expect(log.map(({ msg }) => msg)).not.toContain('listening');
  });

  it('by another gateway is not shared with it', async () => {
    const first = await startGateway();
    const { code, log } = await run({ PORT: String(first.port) });
    expect([code, log.at(-1)?.['level']]).toEqual([1, 'fatal']);
    await first.stop();
  });
});

it('The log tells neither tokens, keys nor comments', async () => {
  const gateway = await startGateway({
    LOG_LEVEL: 'debug',
    METRICS_KEY: 'metrics-key-0123',
    JWT_SECRET: 'x'.repeat(40),
  });
  const viewer = await join(gateway, 'lobby', { bearer: SERVER_KEY });
  const guest = await join(gateway, 'lobby');
  const { token = '' } = (await guest.welcome()).you;
  await viewer.post({ ref: '1', text: 'a secret thought' });
  guest.send({ type: 'auth', token });
  guest.send({ type: 'auth', token: 'eyJhbGciOiJIUzI1NiJ9.e30.nope' });
  guest.send('not even JSON: a secret thought');
  await guest.take('refused');
  await call(gateway, 'POST', '/v1/rooms/lobby/comments', { body: { text: 'a secret thought' } });
  await call(gateway, 'POST', '/v1/rooms/lobby/comments', { body: '{"text":"a secret thought"' });
  await call(gateway, 'GET', '/metrics', { bearer: 'metrics-key-0123' });
  guest.socket.terminate();
  await gateway.stop();
  const written = gateway.lines.join('\n');
  for (const secret of [SERVER_KEY, token, 'eyJ', 'a secret thought', 'metrics-key-0123', 'x'.repeat(40)]) {
    expect(written).not.toContain(secret);
  }
  expect(gateway.log.map(({ msg }) => msg)).toEqual(['listening', 'draining', 'stopped']);
});

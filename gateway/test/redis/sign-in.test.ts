/** Passwords, users with few rights, TLS, and what a gateway says when it is not let in. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { join } from '../client.ts';
import { GatewayProcess, SERVER_KEY, startGateway } from '../harness.ts';
import { RIGHTS, urlOf, userWith } from './rights.ts';
import { RedisServer, startCluster, type RedisCluster } from './redis-server.ts';

const without = (is: (right: string) => boolean) => RIGHTS.filter((right) => !is(right));

/** How a start that fails ends: its exit code and the last thing it said. */
async function failedStart(url: string) {
  const gateway = new GatewayProcess({ PORT: '0', HOST: '127.0.0.1', REDIS_URL: url });
  const { code, stderr } = await gateway.exited;
  return { code, stderr, sentence: String(gateway.log.at(-1)?.['msg']) };
}

describe('A Redis that asks who comes', () => {
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await RedisServer.start({
      setUp: [
        userWith('gateway', RIGHTS),
        userWith(
          'silent',
          without((right) => right === '+publish'),
        ),
        userWith('deaf', [...without((right) => right === '&dl:*'), '&other:*']),
        userWith('elsewhere', [...without((right) => right === '~dl:*'), '~other:*']),
        userWith(
          'scriptless',
          without((right) => right.startsWith('+eval')),
        ),
      ],
    });
  });
  afterAll(() => redis.stop());

  it('lets a user with just the documented rights do everything', async () => {
    const gateway = await startGateway({ REDIS_URL: urlOf('gateway', redis.port) });
    const ann = await join(gateway, 'room');
    expect(await ann.post({ ref: '1', text: 'hello' })).toMatchObject({ type: 'ack' });
    const { id } = await ann.sees('hello');
    const recalled = await fetch(`http://127.0.0.1:${gateway.port}/v1/rooms/room/comments/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${SERVER_KEY}` },
    });
    expect(recalled.status).toBe(204);
    await ann.take('recall');
    await ann.close();
    await gateway.stop();
  });

  it.each([
    ['a wrong password', 'gateway', 'wrong', /WRONGPASS/],
    ['no right to publish', 'silent', undefined, /publish|can't run this command/],
    ['no right to its channels', 'deaf', undefined, /channel/],
    ['no right to its keys', 'elsewhere', undefined, /key/],
    ['no right to run scripts', 'scriptless', undefined, /evalsha/],
  ])('is told of %s in one sentence, and the gateway does not start', async (_what, name, password, what) => {
    const { code, sentence, stderr } = await failedStart(urlOf(name, redis.port, password));
    expect(code).toBe(1);
    expect(sentence).toMatch(/^Redis at 127\.0\.0\.1:\d+ refuses: /);
    expect(sentence).toMatch(what);
    expect(`${sentence}${stderr}`).not.toMatch(/p@ss|p%40ss/);
  });
});

describe('A Redis behind TLS', () => {
  const folder = mkdtempSync(joinPath(tmpdir(), 'danmaku-tls-'));
  const [key, cert] = [joinPath(folder, 'key.pem'), joinPath(folder, 'cert.pem')];
  let redis: RedisServer;

  beforeAll(async () => {
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    execFileSync('openssl', [...made, '-keyout', key, '-out', cert, ...subject], { stdio: 'ignore' });
    const tls = ['--tls-cert-file', cert, '--tls-key-file', key, '--tls-auth-clients', 'no'];
    redis = await RedisServer.start({ args: [...tls, '--tls-ca-cert-file', cert], withTls: true });
  });
  afterAll(async () => {
    await redis.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is believed when the machine trusts its certificate', async () => {
    const gateway = await startGateway({
      REDIS_URL: `rediss://localhost:${redis.tlsPort}`,
      NODE_EXTRA_CA_CERTS: cert,
    });
    const ann = await join(gateway, 'room');
    expect(await ann.post({ ref: '1', text: 'in private' })).toMatchObject({ type: 'ack' });
    await ann.sees('in private');
    await ann.close();
    await gateway.stop();
  });

  it('is not believed otherwise: the gateway says so and goes on alone', async () => {
    const gateway = await startGateway({ REDIS_URL: `rediss://localhost:${redis.tlsPort}` });
    const { trouble } = await gateway.logged('started without Redis: rooms live on this gateway until it is back');
    expect(String(trouble)).toMatch(/certificate/);
    await gateway.stop();
  });
});

describe('A server that will not do', () => {
  it('is told apart by its version, in one sentence', async () => {
    const old = await oldServer();
    const { code, sentence } = await failedStart(`redis://127.0.0.1:${(old.address() as AddressInfo).port}`);
    expect(code).toBe(1);
    expect(sentence).toMatch(/^Redis at .* has version 5\.0\.7; a gateway needs 6\.2 or newer$/);
    old.close();
  });

  describe('because it is a cluster, or is none', () => {
    let cluster: RedisCluster;
    beforeAll(async () => {
      cluster = await startCluster();
    });
    afterAll(() => cluster.stop());

    it('is told in one sentence that says what to write instead', async () => {
      const one = await failedStart(cluster.urls[0] ?? '');
      expect(one).toMatchObject({ code: 1, sentence: expect.stringMatching(/list several of its servers/) as string });
      const single = await RedisServer.start();
      const several = await failedStart(`${single.url},${single.url}`);
      expect(several.code).toBe(1);
      expect(several.sentence).toMatch(/cluster/i);
      await single.stop();
    });
  });
});

/** Answers what every Redis does, and says that it is an old one. */
async function oldServer(): Promise<Server> {
  const info = '# Server\r\nredis_version:5.0.7\r\nrole:master\r\n';
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (data) => {
      const commands = data.toString().split(/(?=\*\d+\r\n)/);
      for (const command of commands) {
        socket.write(/\r\ninfo\r\n/i.test(command) ? `$${info.length}\r\n${info}\r\n` : '-ERR unknown command\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

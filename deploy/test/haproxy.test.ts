import { request } from 'node:http';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { describeBalancer, type Balancer } from './balancer.contract.ts';
import { Deployment, answering, commentsOf, type Address } from './deployment.ts';
import { NameServer } from './name-server.ts';
import { Program, freePort } from './program.ts';

const CONFIG = fileURLToPath(new URL('../haproxy.cfg', import.meta.url));

/** @param bindOptions what follows the address in `bind`. */
async function startHaproxy(addresses: readonly Address[], port: number, bindOptions = ''): Promise<Balancer> {
  const [listenPort, statisticsPort, namesPort] = [
    await freePort('127.0.0.1'),
    await freePort('127.0.0.1'),
    await freePort('127.0.0.1'),
  ];
  const names = await NameServer.start('gateway', addresses, namesPort);
  const haproxy = new Program('haproxy', ['-db', '-f', CONFIG], {
    LISTEN: `127.0.0.1:${listenPort} ${bindOptions}`.trim(),
    GATEWAYS: `${names.name}:${port}`,
    DNS: `127.0.0.1:${namesPort}`,
    STATS: `127.0.0.1:${statisticsPort}`,
    MAXCONN: '1000',
  });
  return {
    port: listenPort,
    use: async (now) => {
      names.addresses = now;
    },
    said: () => haproxy.output,
    stop: async () => {
      // At once: what was still open is what a test left open.
      await haproxy.stop('SIGKILL');
      await names.stop();
    },
  };
}

describeBalancer('HAProxy with deploy/haproxy.cfg', startHaproxy);

describe('HAProxy behind a balancer that speaks the PROXY protocol', () => {
  it('tells gateways the address that balancer saw (7.2)', async () => {
    const deployment = await Deployment.start('127.0.0.2');
    const balancer = await startHaproxy(['127.0.0.2'], deployment.port, 'accept-proxy');
    try {
      const inside = { address: '127.0.0.2', port: deployment.port };
      await expect.poll(() => postAs(balancer.port, '198.51.100.7', 'first')).toBe(201);
      expect(await postAs(balancer.port, '198.51.100.7', 'second')).toBe(201);
      expect(await postAs(balancer.port, '198.51.100.8', 'third')).toBe(201);
      expect(await answering(inside)).toBe('127.0.0.2');
      const [first, second, third] = (await commentsOf(inside, 'proxied')).map(({ user }) => user.id);
      expect(second).toBe(first);
      expect(third).not.toBe(first);
    } finally {
      await balancer.stop();
      await deployment.stop();
    }
  });
});

/** Posts as a guest whose address is told by a line of the PROXY protocol, version 1. */
function postAs(port: number, address: string, text: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.write(`PROXY TCP4 ${address} 127.0.0.1 40000 ${port}\r\n`);
    const options = {
      method: 'POST',
      path: '/v1/rooms/proxied/comments',
      headers: { 'content-type': 'application/json', connection: 'close' },
    };
    const post = request({ ...options, createConnection: () => socket }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode));
    });
    post.once('error', reject);
    post.end(JSON.stringify({ text }));
  });
}

import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { join } from '../../gateway/test/client.ts';
import { describeBalancer } from './balancer.contract.ts';
import { Deployment, commentsOf } from './deployment.ts';
import { startHaproxy } from './haproxy.ts';

/** Gateways are started within the test. */
const LONG = { timeout: 60_000 };
describeBalancer('HAProxy with deploy/haproxy.cfg', (addresses, port) => startHaproxy(addresses, port));

describe('HAProxy behind a balancer that speaks the PROXY protocol', () => {
  it('tells gateways the address that balancer saw (7.2)', LONG, async () => {
    const deployment = await Deployment.start('127.0.0.2');
    const balancer = await startHaproxy(['127.0.0.2'], deployment.port, { LISTEN: 'accept-proxy' });
    try {
      const inside = { address: '127.0.0.2', port: deployment.port };
      await expect.poll(() => balancer.healthy()).toBe(1);
      expect(await postAs(balancer.port, '198.51.100.7', 'first')).toBe(201);
      expect(await postAs(balancer.port, '198.51.100.7', 'second')).toBe(201);
      expect(await postAs(balancer.port, '198.51.100.8', 'third')).toBe(201);
      const [first, second, third] = (await commentsOf(inside, 'proxied')).map(({ user }) => user.id);
      expect(second).toBe(first);
      expect(third).not.toBe(first);
    } finally {
      await balancer.stop();
      await deployment.stop();
    }
  });
});

describe('HAProxy told to keep rooms together', () => {
  it(
    'takes viewers of one room to one gateway until that has a quarter more than its share, and spreads rooms',
    LONG,
    async () => {
      const addresses = ['127.0.0.2', '127.0.0.3'] as const;
      const deployment = await Deployment.start();
      await Promise.all(addresses.map((address) => deployment.add(address, { MAX_PER_ADDRESS: '0' })));
      const balancer = await startHaproxy(addresses, deployment.port, { BALANCE: 'hash path,field(4,/)' });
      try {
        await expect.poll(() => balancer.healthy()).toBe(2);
        const viewers = [];
        while (viewers.length < 12) viewers.push(await join(balancer, 'stream'));
        // A quarter more than six.
        expect([7, 8]).toContain(Math.max(...(await deployment.connections())));

        await Promise.all(viewers.map((viewer) => viewer.close()));
        await expect.poll(() => deployment.connections()).toEqual([0, 0]);
        while (viewers.length < 36) viewers.push(await join(balancer, `room-${viewers.length}`));
        expect(Math.min(...(await deployment.connections()))).toBeGreaterThanOrEqual(6);
        await Promise.all(viewers.slice(12).map((viewer) => viewer.close()));
      } finally {
        await balancer.stop();
        await deployment.stop();
      }
    },
  );
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

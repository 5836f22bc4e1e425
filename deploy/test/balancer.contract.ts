/** What every load balancer does for a deployment, as its configuration in this folder has it. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import { join, type Client } from '../../gateway/test/client.ts';
import { Deployment, MAX_PER_ADDRESS, answering, postUntilTaken, type Address } from './deployment.ts';

/** Gateways are started within the test. */
const LONG = { timeout: 60_000 };
const FOUND_WITHIN = { timeout: 15_000, interval: 20 };

export interface Balancer {
  readonly port: number;
  /** Makes it know these gateways and no others. */
  use(addresses: readonly string[]): Promise<void>;
  stop(): Promise<void>;
  /** What it has printed. */
  said(): string;
}

/** Starts a balancer that knows the gateways at `addresses`, all on `port`. */
export type StartBalancer = (addresses: readonly Address[], port: number) => Promise<Balancer>;

export function describeBalancer(title: string, start: StartBalancer): void {
  describe(title, () => {
    const [here, there, third] = ['127.0.0.2', '127.0.0.3', '127.0.0.4'] as const;
    let deployment: Deployment;
    let balancer: Balancer;

    beforeAll(async () => {
      deployment = await Deployment.start(here, there);
      balancer = await start([here, there], deployment.port);
      await finds(here, there);
    });
    afterAll(async () => {
      await balancer?.stop();
      await deployment?.stop();
    });

    const entrance = () => ({ address: '127.0.0.1', port: balancer.port });

    /** Resolves when each of these has answered a request through the balancer. */
    async function finds(...addresses: readonly Address[]): Promise<void> {
      const missing = new Set<string | undefined>(addresses);
      const look = async () => {
        missing.delete(await answering(entrance()));
        if (missing.size > 0) throw new Error(`nothing was heard of ${[...missing].join(', ')}\n${balancer.said()}`);
      };
      await vi.waitFor(look, FOUND_WITHIN);
    }

    async function joinMany(room: string, count: number): Promise<readonly Client[]> {
      const clients: Client[] = [];
      while (clients.length < count) clients.push(await join(balancer, room));
      return clients;
    }

    /** Resolves when no gateway counts a viewer any more. */
    async function leave(viewers: readonly Client[]): Promise<void> {
      await Promise.all(viewers.map((viewer) => viewer.close()));
      await expect.poll(async () => Math.max(...(await deployment.connections()))).toBe(0);
    }

    it('takes viewers to the gateway with the fewest, and what one of them says reaches the others', async () => {
      const viewers = await joinMany('lobby', 4);
      expect(await deployment.connections()).toEqual([2, 2]);
      for (const [index, viewer] of viewers.entries()) {
        await viewer.post({ ref: 'greeting', text: `from ${index}` });
        for (const other of viewers) await other.sees(`from ${index}`);
      }
      await leave(viewers);
    });

    it('tells gateways the address of each viewer, whatever the viewer claims (2.6)', async () => {
      const claimed = Array.from({ length: 2 * MAX_PER_ADDRESS }, (_, index) => `203.0.113.${index}`);
      const welcomed = [];
      for (const address of claimed) welcomed.push(await comeFrom('127.0.0.77', address));
      expect(welcomed.map(({ closeCode }) => closeCode)).toEqual(claimed.map(() => undefined));
      expect(await comeFrom('127.0.0.77', '203.0.113.99')).toMatchObject({ closeCode: 4529 });
      const neighbour = await comeFrom('127.0.0.78', '127.0.0.77');
      expect(neighbour.closeCode).toBeUndefined();
      for (const { socket } of [...welcomed, neighbour]) socket.terminate();
      await leave([]);
    });

    it('keeps metrics inside', async () => {
      const response = await fetch(`http://127.0.0.1:${balancer.port}/metrics`);
      expect(response.status).toBe(404);
    });

    it(
      'loses and doubles nothing for anybody while a gateway leaves under load, and takes it in again (4.7, 5.2)',
      LONG,
      async () => {
        const viewers = await joinMany('stream', 4);
        expect(await deployment.connections()).toEqual([2, 2]);
        const posted: string[] = [];
        const over = new AbortController();
        const posting = (async () => {
          while (!over.signal.aborted)
            posted.push(await postUntilTaken(entrance(), 'stream', `${posted.length}`, `no. ${posted.length}`));
        })();

        const left = deployment.remove(here);
        const told = () => viewers.filter((viewer) => viewer.messages.some(({ type }) => type === 'drain'));
        await expect.poll(() => told().length).toBe(2);
        const moved = await Promise.all(told().map((viewer) => move(viewer, 'stream')));
        await left;
        over.abort();
        await posting;
        const last = await postUntilTaken(entrance(), 'stream', 'last', 'the last');

        const stayed = viewers.filter((viewer) => !told().includes(viewer)).map((viewer) => ({ heard: [], viewer }));
        for (const { heard, viewer } of [...moved, ...stayed]) {
          await viewer.sees('the last');
          expect([...heard, ...viewer.comments.map(({ id }) => id)]).toEqual([...posted, last]);
        }
        await leave([...moved, ...stayed].map(({ viewer }) => viewer));
        await deployment.add(here);
        await finds(here, there);
      },
    );

    it('takes in a gateway that joins, and asks another one where one is full', LONG, async () => {
      await deployment.add(third, { MAX_CONNECTIONS: '1' });
      await balancer.use([here, there, third]);
      await finds(third);
      const viewers = await joinMany('crowded', 2 * MAX_PER_ADDRESS - 1);
      expect(await deployment.connections()).toEqual([4, 4, 1]);
      expect(await deployment.metric(third, /^danmaku_upgrades_refused_total\{.*reason="connections"/)).toBeGreaterThan(
        0,
      );
      await leave(viewers);
      await deployment.remove(third);
      await balancer.use([here, there]);
    });

    /** What a viewer does that was told to leave: comes back through the balancer, from where it was. */
    async function move(viewer: Client, room: string) {
      const heard = viewer.comments.map(({ id }) => id);
      const next = await join(balancer, room, { after: viewer.offset });
      const { recovered, comments } = await next.welcome();
      expect(recovered).toBe(true);
      await viewer.close();
      return { heard: [...heard, ...comments.map(({ id }) => id)], viewer: next };
    }

    /** A viewer from this address that claims to be from another: let in, or sent away with a code. */
    function comeFrom(localAddress: string, claimed: string) {
      const socket = new WebSocket(`ws://127.0.0.1:${balancer.port}/v1/rooms/door/ws`, {
        localAddress,
        headers: { 'x-forwarded-for': claimed },
      });
      return new Promise<{ readonly socket: WebSocket; readonly closeCode?: number }>((resolve, reject) => {
        socket.once('message', () => resolve({ socket }));
        socket.once('close', (closeCode) => resolve({ socket, closeCode }));
        socket.once('error', reject);
      });
    }
  });
}

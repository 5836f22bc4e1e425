/** Gateways on addresses of their own, all on one port and one Redis: what a balancer finds in a cluster. */
import type { DanmakuComment } from '@danmaku-live/protocol';
import { SERVER_KEY, startGateway, type Gateway } from '../../gateway/test/harness.ts';
import { RedisServer } from '../../gateway/test/redis/redis-server.ts';
import { freePort } from './program.ts';

/** Where gateways may stand. Balancers and viewers of the tests come from 127.0.0.1. */
export const ADDRESSES = ['127.0.0.2', '127.0.0.3', '127.0.0.4'] as const;
export type Address = (typeof ADDRESSES)[number];

export interface At {
  readonly address: string;
  readonly port: number;
}

/** Each gateway lets that many viewers of one address in. */
export const MAX_PER_ADDRESS = 5;

const ENV = {
  TRUSTED_PROXIES: '127.0.0.1',
  MAX_PER_ADDRESS: `${MAX_PER_ADDRESS}`,
  // Every comment is to arrive, however fast the test posts.
  ROOM_BUDGET: '100000',
  DRAIN_SECONDS: '2',
};

export class Deployment {
  readonly port: number;
  readonly #redis: RedisServer;
  readonly #gateways = new Map<Address, Gateway>();

  private constructor(port: number, redis: RedisServer) {
    this.port = port;
    this.#redis = redis;
  }

  static async start(...addresses: readonly Address[]): Promise<Deployment> {
    const deployment = new Deployment(await freePort(...ADDRESSES), await RedisServer.start());
    await Promise.all(addresses.map((address) => deployment.add(address)));
    return deployment;
  }

  async add(address: Address, env: Readonly<Record<string, string>> = {}): Promise<void> {
    const own = { HOST: address, PORT: `${this.port}`, INSTANCE_ID: address, REDIS_URL: this.#redis.url };
    this.#gateways.set(address, await startGateway({ ...ENV, ...own, ...env }));
  }

  /** Asks a gateway to leave, and expects it to leave cleanly. */
  async remove(address: Address): Promise<void> {
    const gateway = this.#gateways.get(address);
    this.#gateways.delete(address);
    await gateway?.stop();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#gateways.keys()].map((address) => this.remove(address)));
    await this.#redis.stop();
  }

  /** The metrics of one gateway whose names, with their labels, match; added up. */
  async metric(address: Address, pattern: RegExp): Promise<number> {
    const response = await fetch(`http://${address}:${this.port}/metrics`);
    const rows = (await response.text()).split('\n').filter((row) => pattern.test(row));
    return rows.reduce((sum, row) => sum + Number(row.slice(row.lastIndexOf(' '))), 0);
  }

  async connections(): Promise<readonly number[]> {
    const addresses = [...this.#gateways.keys()];
    return Promise.all(addresses.map((address) => this.metric(address, /^danmaku_connections\{/)));
  }
}

/** The gateway that answers one request to `at`, by its name; `undefined` when none does. */
export async function answering(at: At): Promise<string | undefined> {
  const response = await fetch(`http://${at.address}:${at.port}/readyz`).catch(() => undefined);
  if (response?.status !== 200) return undefined;
  return ((await response.json()) as { instance: string }).instance;
}

/**
 * Posts as a server does, and again with the same key until there is an answer.
 *
 * @returns the comment's id.
 */
export async function postUntilTaken(at: At, room: string, key: string, text: string): Promise<string> {
  for (;;) {
    const response = await fetch(`http://${at.address}:${at.port}/v1/rooms/${room}/comments`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${SERVER_KEY}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify({ text }),
    }).catch(() => undefined);
    if (response?.status === 201) return ((await response.json()) as { id: string }).id;
    if (response && response.status < 500) throw new Error(`${response.status}: ${await response.text()}`);
  }
}

export async function commentsOf(at: At, room: string): Promise<readonly DanmakuComment[]> {
  const response = await fetch(`http://${at.address}:${at.port}/v1/rooms/${room}/comments?limit=1000`);
  return ((await response.json()) as { comments: DanmakuComment[] }).comments;
}

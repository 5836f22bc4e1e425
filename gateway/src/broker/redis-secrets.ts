/** Random texts that all gateways of a deployment share. Redis keeps them; a gateway gives back what it has lost. */
import { randomBytes } from 'node:crypto';
import type { RedisKeys } from './redis-keys.ts';
import { SECRET } from './redis-scripts.ts';
import type { Topology } from './redis-topology.ts';

interface Wanted {
  readonly use: (secret: Buffer) => void;
  /** What is used here, or would be if there is none yet. */
  secret: string;
  isShared: boolean;
}

const SECRET_BYTES = 32;
/** How long a server that lost its data, and no connection, goes without them. */
const OFFER_MS = 5000;

export class RedisSecrets {
  readonly #keys: RedisKeys;
  readonly #topology: Topology;
  readonly #wanted = new Map<string, Wanted>();
  readonly #timer: NodeJS.Timeout;

  constructor(keys: RedisKeys, topology: Topology) {
    this.#keys = keys;
    this.#topology = topology;
    this.#timer = setInterval(() => this.offer(), OFFER_MS).unref();
  }

  want(name: string, use: (secret: Buffer) => void): void {
    this.#wanted.set(name, { use, secret: randomBytes(SECRET_BYTES).toString('base64url'), isShared: false });
    void this.#agree(name);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** The server is back, perhaps without what it knew. */
  offer(): void {
    for (const name of this.#wanted.keys()) void this.#agree(name);
  }

  async #agree(name: string): Promise<void> {
    const wanted = this.#wanted.get(name);
    const node = this.#topology.nodeOf(0);
    if (!wanted || !node?.isUp) return;
    try {
      const secret = String(await node.read(SECRET, [this.#keys.secret(name)], [wanted.secret]));
      if (wanted.isShared && secret === wanted.secret) return;
      wanted.secret = secret;
      wanted.isShared = true;
      wanted.use(Buffer.from(secret, 'base64url'));
    } catch {
      // Noted by the node; offered again when it is back.
    }
  }
}

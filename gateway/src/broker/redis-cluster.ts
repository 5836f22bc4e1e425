/**
 * A Redis Cluster's masters, and which partitions of the rooms each holds. Asks any server it knows; asks again when a
 * server is away, when something has moved, and now and then.
 */
import type { RedisAddress } from './redis-address.ts';
import { nameOf } from './redis-address.ts';
import { PARTITIONS, slotOfPartition } from './redis-keys.ts';
import { RedisLink } from './redis-link.ts';
import type { RedisNode } from './redis-node.ts';
import type { Topology } from './redis-topology.ts';
import { reasonOf } from './redis-trouble.ts';

const REFRESH_MS = 15_000;
/** While something is not as it should be. A failover takes the servers themselves some seconds. */
const ANXIOUS_MS = 500;
/** Two questions are at least this far apart, however many rooms find themselves misplaced. */
const MIN_GAP_MS = 100;
const ANSWER_MS = 1500;

export interface ClusterOptions {
  /** Servers to ask first; they also say how to sign in to all others. */
  readonly seeds: readonly RedisAddress[];
  readonly instance: string;
  /** Makes the node of a server, given one of its partitions. */
  readonly createNode: (address: RedisAddress, partition: number) => RedisNode;
  /** Some partitions have another server now. */
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
}

export class ClusterTopology implements Topology {
  readonly #options: ClusterOptions;
  readonly #masters = new Map<string, Master>();
  #owners: readonly (string | undefined)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #askedMs = Number.NEGATIVE_INFINITY;
  #isAsking = false;
  #isClosed = false;
  #trouble: string | undefined = 'not connected yet';

  constructor(options: ClusterOptions) {
    this.#options = options;
  }

  open(): void {
    this.refresh();
  }

  nodeOf(partition: number): RedisNode | undefined {
    const owner = this.#owners[partition];
    return owner === undefined ? undefined : this.#masters.get(owner)?.node;
  }

  nodes(): readonly RedisNode[] {
    return [...this.#masters.values()].map(({ node }) => node);
  }

  get trouble(): string | undefined {
    return this.#trouble === undefined ? undefined : `The Redis Cluster is not whole: ${this.#trouble}`;
  }

  refresh(): void {
    this.#schedule(Math.max(0, this.#askedMs + MIN_GAP_MS - performance.now()));
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    for (const { node } of this.#masters.values()) node.close();
    this.#masters.clear();
  }

  #schedule(waitMs: number): void {
    clearTimeout(this.#timer);
    if (!this.#isClosed) this.#timer = setTimeout(() => void this.#ask(), waitMs);
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    this.#askedMs = performance.now();
    let lastError: unknown;
    for (const address of this.#candidates()) {
      try {
        this.#take(readSlots(await this.#slotsFrom(address), address));
        lastError = undefined;
        break;
      } catch (error) {
        lastError = error;
      }
    }
    this.#isAsking = false;
    if (lastError !== undefined) {
      this.#trouble = reasonOf(lastError);
      this.#options.onError(lastError);
    }
    const isWell = this.#trouble === undefined && this.nodes().every((node) => node.isUp);
    this.#schedule(isWell ? REFRESH_MS : ANXIOUS_MS);
  }

  /** Servers to ask: those that answer first, then the others, then those of the configuration. */
  #candidates(): readonly RedisAddress[] {
    const known = [...this.nodes()].sort((a, b) => Number(b.isUp) - Number(a.isUp));
    const addresses = [...known.map((node) => node.address), ...this.#options.seeds];
    return addresses.filter(
      (address, index) => addresses.findIndex((other) => nameOf(other) === nameOf(address)) === index,
    );
  }

  /** Asks over a connection of its own: that of a server in trouble may hang. */
  #slotsFrom(address: RedisAddress): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        link.close();
        settle();
      };
      const timer = setTimeout(() => finish(() => reject(new Error(`${nameOf(address)} does not answer`))), ANSWER_MS);
      const ask = async () => {
        try {
          const slots = await link.call('CLUSTER', 'SLOTS');
          finish(() => resolve(slots));
        } catch (error) {
          finish(() => reject(error));
        }
      };
      const link = new RedisLink({
        address,
        name: `danmaku-${this.#options.instance}-map`,
        timeoutMs: ANSWER_MS,
        isReached: () => true,
        onReady: () => void ask(),
        onError: (error) => finish(() => reject(error)),
      });
      link.open();
    });
  }

  #take(ranges: readonly SlotRange[]): void {
    if (this.#isClosed) return;
    const owners = Array.from({ length: PARTITIONS }, (_, partition) => {
      const slot = slotOfPartition(partition);
      return ranges.find(({ first, last }) => slot >= first && slot <= last)?.master;
    });
    const names = owners.map((master) => master && nameOf(master));
    for (const [name, { node, partition }] of this.#masters) {
      if (names[partition] === name) continue;
      // It holds nothing any more, or not what its heartbeat runs through: that takes a new node.
      node.close();
      this.#masters.delete(name);
    }
    const before = this.#masters.size;
    for (const [partition, master] of owners.entries()) {
      if (!master || this.#masters.has(nameOf(master))) continue;
      const node = this.#options.createNode(master, partition);
      this.#masters.set(nameOf(master), { node, partition });
      node.open();
    }
    const missing = names.filter((name) => name === undefined).length;
    this.#trouble = missing > 0 ? `${missing} of ${PARTITIONS} partitions have no server` : undefined;
    const hasChanged =
      this.#masters.size !== before || names.some((name, partition) => name !== this.#owners[partition]);
    this.#owners = names;
    if (hasChanged) this.#options.onChange();
  }
}

interface Master {
  readonly node: RedisNode;
  /** One it holds: its heartbeat runs through that. */
  readonly partition: number;
}

interface SlotRange {
  readonly first: number;
  readonly last: number;
  readonly master: RedisAddress;
}

/** Reads `CLUSTER SLOTS`; a server that leaves out its own host means the one it was asked at. */
function readSlots(answer: unknown, asked: RedisAddress): readonly SlotRange[] {
  if (!Array.isArray(answer)) throw new Error('CLUSTER SLOTS was answered by something else');
  return answer.flatMap((range: unknown): SlotRange[] => {
    if (!Array.isArray(range) || !Array.isArray(range[2])) return [];
    const [first, last, [host, port]] = range as [number, number, [string | null, number]];
    if (host === '?') return [];
    return [{ first, last, master: { ...asked, host: host === null || host === '' ? asked.host : host, port } }];
  });
}

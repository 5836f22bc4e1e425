/**
 * How many viewers each room has, on all gateways together. Every gateway says its own numbers every few seconds, and
 * hears the sums in the same breath; who falls silent is forgotten. Nothing is broadcast.
 */
import type { Presence } from './broker.ts';
import type { RedisKeys } from './redis-keys.ts';
import type { RedisNode } from './redis-node.ts';
import { PRESENCE } from './redis-scripts.ts';
import type { Topology } from './redis-topology.ts';

const STEP_MS = 250;
const REFRESH_MS = 3000;
/** A gateway that has not said anything for this long is gone. */
const KEPT_MS = 10_000;
/** Rooms in one script: well under a millisecond of the server's time. */
const BATCH = 50;

interface Watched {
  readonly partition: number;
  readonly key: string;
  own: number;
  /** What the server was told last. */
  told: number;
  saidMs: number;
  all: Presence;
}

export interface RedisPresenceOptions {
  readonly keys: RedisKeys;
  readonly topology: Topology;
  readonly instance: string;
  readonly onPresence: (room: string, presence: Presence) => void;
}

export class RedisPresence {
  readonly #options: RedisPresenceOptions;
  readonly #rooms = new Map<string, Watched>();
  readonly #timer: NodeJS.Timeout;

  constructor(options: RedisPresenceOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#step(), STEP_MS);
  }

  report(room: string, viewers: number): void {
    let watched = this.#rooms.get(room);
    if (!watched) {
      if (viewers === 0) return;
      const { partition, presence: key } = this.#options.keys.room(room);
      const all = { viewers: 0, instances: 0 };
      watched = { partition, key, own: 0, told: 0, saidMs: Number.NEGATIVE_INFINITY, all };
      this.#rooms.set(room, watched);
    }
    const isHere = (count: number) => (count > 0 ? 1 : 0);
    const others = {
      viewers: watched.all.viewers - watched.own,
      instances: watched.all.instances - isHere(watched.own),
    };
    watched.own = viewers;
    this.#learn(room, watched, {
      viewers: Math.max(0, others.viewers) + viewers,
      instances: Math.max(0, others.instances) + isHere(viewers),
    });
  }

  /** The sums as the server has them now; without the server, what this gateway last knew. */
  async read(room: string): Promise<Presence> {
    const { keys, topology, instance } = this.#options;
    const { partition, presence } = keys.room(room);
    const watched = this.#rooms.get(room);
    try {
      const node = topology.nodeOf(partition);
      if (node?.isUp) {
        const own = watched && watched.own > 0 ? watched.own : -1;
        const [viewers = 0, instances = 0] = (await node.read(
          PRESENCE,
          [presence],
          [instance, KEPT_MS, own],
        )) as number[];
        return { viewers, instances };
      }
    } catch {
      // Noted by the node.
    }
    return watched?.all ?? { viewers: 0, instances: 0 };
  }

  /** Takes this gateway's viewers out of all sums, as far as that is possible now. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    for (const watched of this.#rooms.values()) watched.own = 0;
    await this.#say([...this.#rooms].filter(([, watched]) => watched.told > 0));
    this.#rooms.clear();
  }

  #step(): void {
    const dueMs = performance.now() - REFRESH_MS;
    const due = [...this.#rooms].filter(([, watched]) => watched.own !== watched.told || watched.saidMs <= dueMs);
    void this.#say(due);
  }

  async #say(rooms: readonly (readonly [string, Watched])[]): Promise<void> {
    const byPartition = new Map<number, (readonly [string, Watched])[]>();
    for (const room of rooms) {
      const group = byPartition.get(room[1].partition);
      if (group) group.push(room);
      else byPartition.set(room[1].partition, [room]);
    }
    const said: Promise<void>[] = [];
    for (const [partition, group] of byPartition) {
      const node = this.#options.topology.nodeOf(partition);
      if (!node?.isUp) continue;
      for (let from = 0; from < group.length; from += BATCH) {
        said.push(this.#sayTo(node, group.slice(from, from + BATCH)));
      }
    }
    await Promise.all(said);
  }

  async #sayTo(node: RedisNode, rooms: readonly (readonly [string, Watched])[]): Promise<void> {
    const nowMs = performance.now();
    for (const [, watched] of rooms) watched.saidMs = nowMs;
    const told = rooms.map(([, watched]) => watched.own);
    try {
      const keys = rooms.map(([, watched]) => watched.key);
      const sums = (await node.read(PRESENCE, keys, [this.#options.instance, KEPT_MS, ...told])) as readonly number[];
      for (const [index, [room, watched]] of rooms.entries()) {
        // Another answer has ended it already, and whoever came since is watched anew.
        if (this.#rooms.get(room) !== watched) continue;
        watched.told = told[index] ?? 0;
        // Joins and leaves since it was said are in the next one.
        const viewers = (sums[2 * index] ?? 0) + watched.own - watched.told;
        this.#learn(room, watched, { viewers: Math.max(0, viewers), instances: sums[2 * index + 1] ?? 0 });
        if (watched.own === 0 && watched.told === 0) this.#rooms.delete(room);
      }
    } catch {
      // Noted by the node; said again when it is back.
      for (const [, watched] of rooms) watched.saidMs = Number.NEGATIVE_INFINITY;
    }
  }

  #learn(room: string, watched: Watched, all: Presence): void {
    const { viewers, instances } = watched.all;
    watched.all = all;
    if (viewers !== all.viewers || instances !== all.instances) this.#options.onPresence(room, all);
  }
}

/** Which server holds which partition of the rooms. */
import type { RedisNode } from './redis-node.ts';

export interface Topology {
  open(): void;
  /** The server of a partition; `undefined` while nobody is known to hold it. */
  nodeOf(partition: number): RedisNode | undefined;
  nodes(): readonly RedisNode[];
  /** Looks again soon: something was not where it was thought to be. */
  refresh(): void;
  /** Why some partitions have no server; `undefined` when all have one. */
  readonly trouble: string | undefined;
  close(): void;
}

/** One server holds them all. */
export class SingleTopology implements Topology {
  readonly #node: RedisNode;
  readonly trouble = undefined;

  constructor(node: RedisNode) {
    this.#node = node;
  }

  open(): void {
    this.#node.open();
  }

  nodeOf(): RedisNode {
    return this.#node;
  }

  nodes(): readonly RedisNode[] {
    return [this.#node];
  }

  refresh(): void {
    // There is no other place to look.
  }

  close(): void {
    this.#node.close();
  }
}

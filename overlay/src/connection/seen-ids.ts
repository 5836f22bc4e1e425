/** Which comments have been here already. Remembers at least the last `capacity` ids and at most twice as many. */

export interface SeenIds {
  /** True the first time an id is added. */
  add(id: string): boolean;
}

/**
 * @param capacity more than a gateway repeats after a reconnect: its history of a room (1,000 comments by default).
 */
export function createSeenIds(capacity = 2000): SeenIds {
  let young = new Set<string>();
  let old = new Set<string>();
  return {
    add(id) {
      if (young.has(id)) return false;
      const isNew = !old.has(id);
      young.add(id);
      if (young.size >= capacity) {
        old = young;
        young = new Set();
      }
      return isNew;
    },
  };
}

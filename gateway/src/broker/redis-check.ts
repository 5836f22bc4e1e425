/** Whether a server can carry rooms at all, from what it says about itself. */

export interface ServerNeeds {
  readonly isCluster: boolean;
}

export interface ServerProblem {
  /** Follows the server's name. */
  readonly sentence: string;
  /** Whether waiting would not help. */
  readonly isFinal: boolean;
}

/** Trimming by id (6.2); publishing to a shard from a script (7.0). */
const MIN_VERSION = { single: [6, 2], cluster: [7, 0] } as const;

/**
 * Reads the answer of `INFO`. Valkey and others that speak Redis say which version of Redis they are like.
 *
 * @returns `undefined` when all is well.
 */
export function checkServer(info: string, needs: ServerNeeds): ServerProblem | undefined {
  const fields = new Map(info.split(/\r?\n/).map((line) => line.split(':', 2) as [string, string | undefined]));
  const version = fields.get('redis_version') ?? '0';
  const isCluster = fields.get('cluster_enabled') === '1';
  if (fields.get('loading') === '1') return { sentence: 'is still loading its data', isFinal: false };
  if (needs.isCluster && !isCluster) {
    return { sentence: 'is no cluster, but REDIS_URL lists several servers: name just one', isFinal: true };
  }
  if (!needs.isCluster && isCluster) {
    return { sentence: 'belongs to a cluster: list several of its servers in REDIS_URL', isFinal: true };
  }
  const [major, minor] = needs.isCluster ? MIN_VERSION.cluster : MIN_VERSION.single;
  if (!isAtLeast(version, major, minor)) {
    const what = needs.isCluster ? 'a cluster' : 'a gateway';
    return { sentence: `has version ${version}; ${what} needs ${major}.${minor} or newer`, isFinal: true };
  }
  if (fields.get('role') === 'slave') return { sentence: 'is a replica, not a master', isFinal: false };
  return undefined;
}

function isAtLeast(version: string, major: number, minor: number): boolean {
  const [givenMajor = 0, givenMinor = 0] = version.split('.').map(Number);
  return givenMajor > major || (givenMajor === major && givenMinor >= minor);
}

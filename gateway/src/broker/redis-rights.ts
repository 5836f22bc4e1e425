/** Tries out everything a gateway does on a server, so that a missing right is found at the start and not on air. */
import type { RedisKeys } from './redis-keys.ts';
import type { RedisLog } from './redis-log.ts';
import type { RedisNode } from './redis-node.ts';
import { PRESENCE } from './redis-scripts.ts';

/**
 * Never rejects: the node notes what it is refused.
 *
 * @param room a name that no room may have, held by `node`.
 */
export async function tryRights(node: RedisNode, room: string, log: RedisLog, keys: RedisKeys): Promise<void> {
  const line = { kind: 'recall', timeMs: Date.now(), what: { ids: ['none'] } } as const;
  const claims = [{ kind: 'once', key: room, windowMs: 1, code: 'duplicate' }] as const;
  const batch = { nowMs: Date.now(), withinMs: 1000 };
  const { log: logKey, presence, channel } = keys.room(room);
  const steps = [
    () => log.append(node, room, { ...batch, items: [{ line, refKey: room, claims }], change: { field: 'text' } }),
    () => log.append(node, room, { ...batch, items: [], change: { field: null } }),
    () => log.sync(node, room, undefined),
    () => log.state(node, room),
    () => node.call('XREVRANGE', logKey, '+', '-', 'COUNT', 1),
    () => node.call('XDEL', logKey, '0-1'),
    () => node.read(PRESENCE, [presence], ['none', 1, 0]),
    () => node.hear(channel),
  ];
  for (const step of steps) await step().catch(() => undefined);
  node.unhear(channel);
}

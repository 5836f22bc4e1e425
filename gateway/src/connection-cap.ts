/** How many connections this process can hold, whatever it was told. */
import { readFileSync } from 'node:fs';

/** Descriptors kept for everything that is not a viewer. */
const SPARE_DESCRIPTORS = 500;
/** What the process needs for itself: listeners, logs, connections to the broker. */
const OWN_DESCRIPTORS = 100;

/**
 * Beyond the descriptor limit the accept loop would burn a core: stay below it.
 *
 * @param configured 0: as many as possible.
 */
export function connectionCap(configured: number): number {
  const limit = descriptorLimit();
  const possible = limit === undefined ? 0 : Math.max(1, limit - SPARE_DESCRIPTORS);
  if (configured === 0) return possible;
  return possible === 0 ? configured : Math.min(configured, possible);
}

/** Sockets of any kind, those that never say a word included, that leave room for files and the broker; 0: no cap. */
export function socketCap(): number {
  const limit = descriptorLimit();
  return limit === undefined ? 0 : Math.max(1, limit - OWN_DESCRIPTORS);
}

function descriptorLimit(): number | undefined {
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined;
  }
}

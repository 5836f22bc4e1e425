/** What a page sees of the link: moving to another gateway is no change to it. */
import type { ConnectionState } from './connection.ts';
import type { LinkState } from './link.ts';

/** @param nowMs by the clock that the link is stepped with. */
export function publicState(link: LinkState, nowMs: number): ConnectionState {
  switch (link.kind) {
    case 'leaving':
    case 'moving':
      return { state: 'joined' };
    case 'waiting':
      return { state: 'waiting', retryInMs: Math.max(0, Math.round(link.dueMs - nowMs)) };
    case 'stopped':
      return { state: 'stopped', code: link.code, reason: link.reason };
    default:
      return { state: link.kind };
  }
}

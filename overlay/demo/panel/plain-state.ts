/** The connection in plain words. Pure. */
import type { ConnectionState } from '../../src/connection/connection.ts';

/** What the page says of the connection; once joined, every new try is a *re*connection. */
export type PlainState = 'loading' | 'missing' | 'idle' | 'connecting' | 'joined' | 'reconnecting' | 'stopped';

/** What to say of `now`, after `before`: while it is lost, trying again is still being lost. */
export function plainState(now: ConnectionState, before: PlainState): PlainState {
  if (now.state === 'waiting') return 'reconnecting';
  return now.state === 'connecting' && before === 'reconnecting' ? 'reconnecting' : now.state;
}

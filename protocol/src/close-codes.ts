/** Close codes, and what each range tells a client to do. */

import * as CLOSE from './close-code-values.ts';

export { CLOSE };

export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];

/** `stop`: do not reconnect. `spread`: at a random moment of a window. `backoff`: with growing jitter. */
export type CloseAction = 'stop' | 'spread' | 'backoff';

/**
 * What a client does after a close with `code`.
 * Codes of no range of ours (1006 when the line broke, 1011 from a proxy) mean back-off.
 */
export function closeAction(code: number): CloseAction {
  if (code >= 4000 && code <= 4499) return 'stop';
  if (code === CLOSE.goingAway || code === CLOSE.restart) return 'spread';
  return 'backoff';
}

/** When a client tries again. Full jitter: see "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015). */

import * as BACKOFF from './backoff-values.ts';

export { BACKOFF };

/**
 * Milliseconds to wait before try number `attempt` (0 is the first after a loss):
 * `random × min(20 s, 0.5 s × 2^attempt)`.
 *
 * @param random uniform in [0, 1).
 */
export function backoffDelayMs(attempt: number, random: number): number {
  const exponent = Math.min(Math.max(0, attempt), 32);
  return random * Math.min(BACKOFF.capMs, BACKOFF.baseMs * 2 ** exponent);
}

/** Milliseconds to wait so that all clients of a leaving gateway spread evenly over `withinMs`. */
export function spreadDelayMs(withinMs: number | undefined, random: number): number {
  return random * (withinMs ?? BACKOFF.spreadMs);
}

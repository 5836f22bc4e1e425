/** When a client tries again. Full jitter: see "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015). */

export const BACKOFF = {
  baseMs: 500,
  capMs: 20_000,
  /** A connection that lived this long starts counting from zero again. */
  stableMs: 30_000,
  /** The window after 1001 or 1012 when no `drain` named one. */
  spreadMs: 5000,
} as const;

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

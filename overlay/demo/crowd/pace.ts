/** How often one guest may speak, as far as the guest knows: a bucket of tokens, and the gateway's word. Pure. */

/** What a gateway allows a guest unless its operator changed it: `POST_PER_SECOND` and `POST_BURST`. */
export const GUEST_PACE = { perSecond: 1, burst: 5 } as const;

export interface Pace {
  readonly tokens: number;
  readonly atMs: number;
  /** The gateway asked for silence until then. */
  readonly heldUntilMs: number;
}

export function fullPace(nowMs: number): Pace {
  return { tokens: GUEST_PACE.burst, atMs: nowMs, heldUntilMs: 0 };
}

/** How many comments the guest may post at `nowMs`; 0 while held. */
export function tokensAt(pace: Pace, nowMs: number): number {
  if (nowMs < pace.heldUntilMs) return 0;
  return Math.min(GUEST_PACE.burst, pace.tokens + (Math.max(0, nowMs - pace.atMs) / 1000) * GUEST_PACE.perSecond);
}

/** The pace after a post at `nowMs`. */
export function spend(pace: Pace, nowMs: number): Pace {
  return { ...pace, tokens: tokensAt(pace, nowMs) - 1, atMs: nowMs };
}

/** The pace after a refusal: nothing before `retryAfterMs` has passed, and then no burst. */
export function hold(pace: Pace, nowMs: number, retryAfterMs: number): Pace {
  const heldUntilMs = Math.max(pace.heldUntilMs, nowMs + retryAfterMs);
  return { tokens: 1, atMs: heldUntilMs, heldUntilMs };
}

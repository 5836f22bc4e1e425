/**
 * When the page is asked for the reader's token again: before the last one ends, and after a back-off where asking or
 * showing it came to nothing. A moment's trouble makes nobody a guest for good.
 */
import { BACKOFF, backoffDelayMs } from '@danmaku-live/protocol';

export interface Renewal {
  /** After `delayMs`, in place of what was planned before; `undefined`: not at all. */
  plan(delayMs: number | undefined): void;
  /** It came to nothing: once more, later each time, but not before `atLeastMs`. */
  again(atLeastMs?: number): void;
  /** The gateway has taken a token: the next trouble is the first again. */
  settle(): void;
}

/** @param random uniform in [0, 1). */
export function createRenewal(ask: () => void, random: () => number): Renewal {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  const plan = (delayMs: number | undefined): void => {
    clearTimeout(timer);
    if (delayMs !== undefined) timer = setTimeout(ask, delayMs);
  };
  return {
    plan,
    again: (atLeastMs = 0) => plan(Math.max(atLeastMs, BACKOFF.baseMs + backoffDelayMs((failures += 1), random()))),
    settle: () => (failures = 0),
  };
}

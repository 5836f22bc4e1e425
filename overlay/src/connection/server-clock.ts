/**
 * What the gateway's clock says, seen from here. Of the last answers the one that travelled fastest is believed:
 * the less time a message was under way, the less its two directions can differ.
 */

const KEPT_SAMPLES = 8;

export interface ServerClock {
  /** Takes the answer to what was sent at `sentMs` and arrived at `receivedMs`, both by `Date.now()`. */
  note(sentMs: number, serverMs: number, receivedMs: number): void;
  /** The gateway's clock minus `Date.now()`, in milliseconds; `undefined` before the first answer. */
  readonly offsetMs: () => number | undefined;
  /** The shortest round trip of late, in milliseconds. */
  readonly roundTripMs: () => number | undefined;
}

export function createServerClock(): ServerClock {
  let samples: { readonly offsetMs: number; readonly roundTripMs: number }[] = [];
  let best: { readonly offsetMs: number; readonly roundTripMs: number } | undefined;
  return {
    note(sentMs, serverMs, receivedMs) {
      const roundTripMs = receivedMs - sentMs;
      // The reader's clock was set back meanwhile: all earlier answers are as wrong as this one.
      if (roundTripMs < 0) {
        samples = [];
        return;
      }
      const offsetMs = serverMs - (sentMs + receivedMs) / 2;
      // Further apart than both trips can explain: a clock was set meanwhile, and what was measured before is void.
      if (best && Math.abs(offsetMs - best.offsetMs) > roundTripMs + best.roundTripMs) samples = [];
      samples = [...samples.slice(1 - KEPT_SAMPLES), { offsetMs, roundTripMs }];
      best = samples.reduce((fastest, sample) => (sample.roundTripMs < fastest.roundTripMs ? sample : fastest));
    },
    offsetMs: () => best?.offsetMs,
    roundTripMs: () => best?.roundTripMs,
  };
}

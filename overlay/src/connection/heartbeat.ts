/** The pulse of one line: asks the gateway every so often, and notices when nothing comes back. */

/** However seldom a gateway wants to be asked, silence after asking is not borne longer than this. */
const MAX_SILENCE_MS = 10_000;
const SHORTEST_MS = 100;
const LONGEST_MS = 300_000;

export interface Heartbeat {
  /** Something arrived on the line: it lives. */
  heard(): void;
  /** Asks now, because there is a reason to doubt the line (the network changed, the computer slept). */
  probe(): void;
  stop(): void;
}

/**
 * Starts with a beat at once: it is the first exact measure of the gateway's clock.
 *
 * @param everyMs from the welcome; kept within 0.1 s and 5 min.
 * @param onSilence called once, when nothing at all arrived in time after a beat.
 */
export function startHeartbeat(everyMs: number, beat: () => void, onSilence: () => void): Heartbeat {
  const pauseMs = Math.min(Math.max(everyMs, SHORTEST_MS), LONGEST_MS);
  let doubt: ReturnType<typeof setTimeout> | undefined;

  const heard = (): void => {
    clearTimeout(doubt);
    doubt = undefined;
  };
  const ask = (): void => {
    beat();
    doubt ??= setTimeout(
      () => {
        stop();
        onSilence();
      },
      Math.min(pauseMs, MAX_SILENCE_MS),
    );
  };
  const timer = setInterval(ask, pauseMs);
  const stop = (): void => {
    clearInterval(timer);
    heard();
  };
  ask();
  return { heard, probe: ask, stop };
}

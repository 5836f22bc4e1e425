/** A countdown: until when nothing may be sent, and how much of it is left. */

/** Often enough for a ring that closes smoothly, seldom enough to cost nothing. */
const STEP_MS = 100;

export interface CoolDown {
  /** Waits at least this long from now; a longer wait that is under way stays. */
  start(durationMs: number): void;
  leftMs(): number;
  /** From 1 (just begun) to 0 (over). */
  share(): number;
  stop(): void;
}

/** @param onStep called at every change, and a last time when it is over. */
export function createCoolDown(onStep: () => void): CoolDown {
  let endsMs = 0;
  let totalMs = 1;
  let timer: ReturnType<typeof setInterval> | undefined;

  const leftMs = (): number => Math.max(0, endsMs - performance.now());
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  return {
    start(durationMs) {
      if (durationMs <= leftMs()) return;
      endsMs = performance.now() + durationMs;
      totalMs = durationMs;
      timer ??= setInterval(() => {
        if (leftMs() === 0) stop();
        onStep();
      }, STEP_MS);
      onStep();
    },
    leftMs,
    share: () => leftMs() / totalMs,
    stop,
  };
}

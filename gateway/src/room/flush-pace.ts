/**
 * How long a busy room waits between two frames. A send costs 8 to 14 µs of kernel time however small, so under load
 * fewer, larger frames are the lever: the pace follows how busy the event loop is.
 */
export interface FlushPaceLimits {
  readonly minMs: number;
  readonly maxMs: number;
}

/** Above this share of busy event-loop time the pace widens: what is left keeps joins and heartbeats quick. */
const BUSY = 0.75;
/** Below this it narrows again; the gap to {@link BUSY} keeps it from swinging. */
const CALM = 0.5;
const WIDEN = 1.3;
const NARROW = 0.85;

/**
 * The next pace in milliseconds.
 *
 * @param utilisation share of time the event loop was busy since the last call, 0 to 1.
 */
export function nextFlushMs(currentMs: number, utilisation: number, limits: FlushPaceLimits): number {
  const factor = utilisation > BUSY ? WIDEN : utilisation < CALM ? NARROW : 1;
  return Math.min(limits.maxMs, Math.max(limits.minMs, currentMs * factor));
}

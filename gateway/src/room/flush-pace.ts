/**
 * How long a busy room waits between two frames. A send costs 8 to 14 µs of kernel time however small, so under load
 * fewer, larger frames are the lever: the pace follows how busy the event loop is.
 */
export interface FlushPaceLimits {
  readonly minMs: number;
  readonly maxMs: number;
}

/** Above this share of busy event-loop time the pace widens: what is left keeps joins and heartbeats quick. */
const BUSY = 0.6;
/** Below this it narrows again; the gap to {@link BUSY} keeps it from swinging. */
const CALM = 0.4;
/** What a change aims at. Most of the load of a busy room is its frames, so half the pace is about twice the load. */
const AIM = 0.5;
const MOST_WIDENED = 1.5;
const MOST_NARROWED = 0.5;
const LEAST_LOOK_MS = 100;

/**
 * How long the load is looked at before the pace may change: two whole paces. A flush to thousands of viewers fills a moment
 * and leaves the next one empty, whatever the load is.
 */
export function lookMs(currentMs: number): number {
  return Math.max(LEAST_LOOK_MS, 2 * currentMs);
}

/**
 * The next pace in milliseconds.
 *
 * @param utilisation share of time the event loop was busy in the last {@link lookMs}, 0 to 1.
 */
export function nextFlushMs(currentMs: number, utilisation: number, limits: FlushPaceLimits): number {
  if (utilisation >= CALM && utilisation <= BUSY) return currentMs;
  const factor = Math.min(MOST_WIDENED, Math.max(MOST_NARROWED, utilisation / AIM));
  return Math.min(limits.maxMs, Math.max(limits.minMs, currentMs * factor));
}

/**
 * How long a gateway waits between two batches of one room. Every batch goes to every gateway that has viewers in the
 * room, so with G gateways that all post, Redis hands on G × G entries a pace: the pace grows with the square of G, and
 * one room never takes more than a share of the server, however many gateways it is spread over.
 */

/** What Redis needs to hand one entry to one gateway; measured: 3.7 µs for none, 36 µs for 16. */
const HAND_ON_MS = 0.002;
/** Of one Redis core, for the busiest room. */
const SHARE = 0.25;
/** A comment must still be fresh when it arrives. */
const MAX_MS = 2000;

/**
 * Milliseconds between two batches.
 *
 * @param flushMs the pace at which frames go to viewers: more batches than frames help nobody.
 * @param gateways that have viewers in the room, as far as is known.
 */
export function batchPaceMs(flushMs: number, gateways: number): number {
  return Math.max(flushMs, Math.min(MAX_MS, (gateways * gateways * HAND_ON_MS) / SHARE));
}

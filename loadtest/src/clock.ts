/** One clock for all threads of a run: monotonic, so a step of the wall clock can't bend a latency. */

const BASE_MS = Number(process.hrtime.bigint()) / 1e6 - performance.now();

/** Milliseconds since an arbitrary moment that is the same in every thread and process of this machine. */
export function monotonicMs(): number {
  return performance.now() + BASE_MS;
}

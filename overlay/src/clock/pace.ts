/** How fast a clock runs that only tells its time: a page's callback, which may step a few times a second. */

/** Steps of one clock come at least this often; else it stands still. */
const LONGEST_STEP_MS = 350;
/** Measured over at least this long. */
const SPAN_MS = 400;
const FASTEST = 16;

export class Pace {
  #told: number | undefined;
  #movedMs = 0;
  #from: { readonly told: number; readonly nowMs: number } | undefined;
  #rate = 1;
  /** Another number after each leap backwards. */
  seek = 0;

  /**
   * The rate of a clock that tells `told` at `nowMs`, both in milliseconds.
   *
   * @returns 0 while it stands still, else what it was over the last half second.
   */
  rateAt(told: number, nowMs: number): number {
    if (this.#told !== undefined && told < this.#told) this.seek += 1;
    if (told !== this.#told) this.#movedMs = nowMs;
    const isFirst = this.#told === undefined;
    this.#told = told;
    if (isFirst || nowMs - this.#movedMs > LONGEST_STEP_MS) {
      this.#from = { told, nowMs };
      this.#rate = 1;
      return 0;
    }
    const from = (this.#from ??= { told, nowMs });
    const sinceMs = nowMs - from.nowMs;
    if (sinceMs >= SPAN_MS) {
      const measured = (told - from.told) / sinceMs;
      this.#rate = measured > 0 && measured < FASTEST ? measured : 1;
      this.#from = { told, nowMs };
    }
    return this.#rate;
  }
}

/**
 * What gives way first when texture memory gets short: not comments, but how finely new ones are painted. That much
 * fills only when thousands cover one another. Pure.
 */

/** Shares of the stage's pixels, each way: a step halves what a picture takes. */
const STEPS = [1, 0.7, 0.5, 0.35] as const;
/** What is tried before a comment is left out. */
export const COARSEST = STEPS[3];
/** From this share of the memory on each step but the first is taken. */
const COARSER_FROM = [0.5, 0.57, 0.64] as const;
/** A step is taken back below this share of where it was taken: finer pictures must not call for it again at once. */
const FINER_BELOW = 0.48;

export class Sharpness {
  #step = 0;

  /**
   * Share of their pixels, each way, that new pictures have.
   *
   * @param used share of the memory for pictures that is in use, 0 to 1.
   */
  at(used: number): number {
    while (used >= (COARSER_FROM[this.#step] ?? Infinity)) this.#step += 1;
    while (this.#step > 0 && used < (COARSER_FROM[this.#step - 1] ?? 0) * FINER_BELOW) this.#step -= 1;
    return STEPS[this.#step] ?? 1;
  }
}

/**
 * What gives way first when texture memory gets short: not comments, but how finely new ones are painted. That much
 * fills only when thousands cover one another. Pure.
 */

/** Shares of the stage's pixels, each way: a step halves what a picture takes. */
const STEPS = [1, 0.7, 0.5, 0.35] as const;
/** What is tried before a comment is left out. */
export const COARSEST = STEPS[3];
/** Each step but the first is taken when so much more of the memory is used. */
const APART = 0.07;
/** A step is taken back below this share of where it was taken: finer pictures must not call for it again at once. */
const FINER_BELOW = 0.48;

export class Sharpness {
  readonly #from: number;
  #step = 0;

  /** @param from the share of the memory in use from which new pictures get coarser. */
  constructor(from: number) {
    this.#from = from;
  }

  /**
   * Share of their pixels, each way, that new pictures have.
   *
   * @param used share of the memory for pictures that is in use, 0 to 1.
   */
  at(used: number): number {
    while (this.#step < STEPS.length - 1 && used >= this.#taken(this.#step + 1)) this.#step += 1;
    while (this.#step > 0 && used < this.#taken(this.#step) * FINER_BELOW) this.#step -= 1;
    return STEPS[this.#step] ?? 1;
  }

  /** From which share on this step is taken. */
  #taken(step: number): number {
    return this.#from + (step - 1) * APART;
  }
}

/** Asks the browser for frames while there is something to draw, and only then. Asleep it asks for none. */

export class Ticker {
  readonly #onTick: (frameMs: number) => boolean;
  #request: number | undefined;
  #isAsleep = false;

  /** @param onTick draws one frame; returns whether another is needed. */
  constructor(onTick: (frameMs: number) => boolean) {
    this.#onTick = onTick;
  }

  /** At least one frame from now. */
  wake(): void {
    if (this.#isAsleep || this.#request !== undefined) return;
    this.#request = requestAnimationFrame(this.#onFrame);
  }

  readonly #onFrame = (frameMs: number): void => {
    this.#request = undefined;
    if (this.#onTick(frameMs)) this.wake();
  };

  setAsleep(isAsleep: boolean): void {
    this.#isAsleep = isAsleep;
    if (!isAsleep || this.#request === undefined) return;
    cancelAnimationFrame(this.#request);
    this.#request = undefined;
  }
}

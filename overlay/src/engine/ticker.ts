/** Asks the browser for frames while there is something to draw, and only then. Asleep it asks for none. */

export class Ticker {
  readonly #onTick: (frameMs: number) => boolean;
  #request: number | undefined;
  #isAsleep = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param onTick draws one frame; returns whether another is needed. */
  constructor(onTick: (frameMs: number) => boolean) {
    this.#onTick = onTick;
  }

  /** At least one frame from now. */
  wake(): void {
    if (this.#isAsleep || this.#request !== undefined) return;
    this.#request = requestAnimationFrame(this.#onFrame);
  }

  /** A frame in so many milliseconds, unless one is asked for sooner. */
  wakeIn(ms: number): void {
    if (this.#isAsleep || this.#request !== undefined) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), ms);
  }

  /** A frame as soon as `isNews`, which is asked every so many milliseconds; that itself takes none. */
  wakeWhen(isNews: () => boolean, everyMs: number): void {
    if (this.#isAsleep || this.#request !== undefined) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (isNews() ? this.wake() : this.wakeWhen(isNews, everyMs)), everyMs);
  }

  readonly #onFrame = (frameMs: number): void => {
    this.#request = undefined;
    clearTimeout(this.#timer);
    if (this.#onTick(frameMs)) this.wake();
  };

  setAsleep(isAsleep: boolean): void {
    this.#isAsleep = isAsleep;
    if (isAsleep) clearTimeout(this.#timer);
    if (!isAsleep || this.#request === undefined) return;
    cancelAnimationFrame(this.#request);
    this.#request = undefined;
  }
}

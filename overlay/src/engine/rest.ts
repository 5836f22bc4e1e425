/** When the overlay rests: the tab is in the background, the page hides it, or it has no box. */

export type RestReason = 'tab' | 'page' | 'box';

export class Rest {
  readonly #reasons = new Set<RestReason>();
  readonly #onRest: () => void;
  readonly #onWake: (restedMs: number) => void;
  readonly #onVisibility = (): void => this.set('tab', document.hidden);
  #sinceMs = 0;

  /** @param onWake told how long it has rested, in milliseconds. */
  constructor(onRest: () => void, onWake: (restedMs: number) => void) {
    this.#onRest = onRest;
    this.#onWake = onWake;
    document.addEventListener('visibilitychange', this.#onVisibility);
    if (document.hidden) this.#reasons.add('tab');
    this.#sinceMs = performance.now();
  }

  get isResting(): boolean {
    return this.#reasons.size > 0;
  }

  set(reason: RestReason, applies: boolean): void {
    const before = this.isResting;
    if (applies) this.#reasons.add(reason);
    else this.#reasons.delete(reason);
    if (this.isResting === before) return;
    if (this.isResting) {
      this.#sinceMs = performance.now();
      this.#onRest();
    } else this.#onWake(performance.now() - this.#sinceMs);
  }

  destroy(): void {
    document.removeEventListener('visibilitychange', this.#onVisibility);
  }
}

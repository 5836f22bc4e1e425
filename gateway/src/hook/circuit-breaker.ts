/** Whether something that fails is worth asking: after some failures in a row it is left alone for a while. Pure. */
export interface BreakerLimits {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** How long it stays open; then one call may try. */
  readonly restMs: number;
}

export class CircuitBreaker {
  readonly #limits: BreakerLimits;
  #failures = 0;
  #triesAgainMs = Number.NEGATIVE_INFINITY;

  constructor(limits: BreakerLimits) {
    this.#limits = limits;
  }

  /** Whether to ask now. While it is open one call per rest may try, and its outcome decides. */
  allows(nowMs: number): boolean {
    if (this.#failures < this.#limits.failures) return true;
    if (nowMs < this.#triesAgainMs) return false;
    this.#triesAgainMs = nowMs + this.#limits.restMs;
    return true;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  /** @returns whether this failure opened it. */
  failed(nowMs: number): boolean {
    this.#failures += 1;
    if (this.#failures !== this.#limits.failures) return false;
    this.#triesAgainMs = nowMs + this.#limits.restMs;
    return true;
  }
}

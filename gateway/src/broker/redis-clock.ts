/** How far a server's clock is ahead of this machine's, from questions and their answers. */

/** The answer that is best known is forgotten slowly, because clocks drift. */
const FORGET = { factor: 1.1, addMs: 0.1 };

export class ServerClock {
  #aheadMs = 0;
  /** How long the answer took that this is known by: the shorter, the better it is known. */
  #withinMs = Number.POSITIVE_INFINITY;

  /** The server said `serverMs` between `askedMs` and `answeredMs` of this machine. */
  learn(serverMs: number, askedMs: number, answeredMs: number): void {
    const withinMs = answeredMs - askedMs;
    this.#withinMs = this.#withinMs * FORGET.factor + FORGET.addMs;
    if (withinMs > this.#withinMs) return;
    this.#withinMs = withinMs;
    this.#aheadMs = serverMs - (askedMs + answeredMs) / 2;
  }

  /** The server's time at `nowMs` of this machine. */
  at(nowMs: number): number {
    return nowMs + this.#aheadMs;
  }
}

/** Wakes publishers at their intended moments: a heap of who is next, and one timer. */
import { monotonicMs } from './clock.ts';
import type { Publisher } from './publisher.ts';

interface Due {
  readonly ms: number;
  readonly publisher: Publisher;
}

export class PostClock {
  readonly #heap: Due[] = [];
  readonly #startMs: number;
  #timer: NodeJS.Timeout | undefined;
  #worstLagMs = 0;

  /** @param startMs the run's start on the tool's clock. */
  constructor(publishers: readonly Publisher[], startMs: number) {
    this.#startMs = startMs;
    for (const publisher of publishers) this.#push(publisher);
    this.#arm();
  }

  /** Posts what is meant for a moment before `untilMs` (from the start) and was not reached yet; then nothing more. */
  finish(untilMs: number): void {
    clearTimeout(this.#timer);
    this.#postUntil(untilMs);
    this.#heap.length = 0;
  }

  /** The worst lateness of this clock since the last call, in milliseconds: the tool's own fault, not the gateway's. */
  takeWorstLagMs(): number {
    const worst = this.#worstLagMs;
    this.#worstLagMs = 0;
    return worst;
  }

  #arm(): void {
    const next = this.#heap[0];
    if (next === undefined) return;
    this.#timer = setTimeout(() => this.#fire(), Math.max(0, this.#startMs + next.ms - monotonicMs()));
  }

  #fire(): void {
    this.#postUntil(monotonicMs() - this.#startMs);
    this.#arm();
  }

  #postUntil(untilMs: number): void {
    const nowMs = monotonicMs() - this.#startMs;
    for (let next = this.#heap[0]; next !== undefined && next.ms <= untilMs; next = this.#heap[0]) {
      this.#worstLagMs = Math.max(this.#worstLagMs, nowMs - next.ms);
      next.publisher.post();
      this.#replaceTop(next.publisher);
    }
  }

  #push(publisher: Publisher): void {
    const ms = publisher.nextMs;
    if (ms === Infinity) return;
    const heap = this.#heap;
    let index = heap.push({ ms, publisher }) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if ((heap[parent]?.ms ?? 0) <= ms) break;
      this.#swap(index, parent);
      index = parent;
    }
  }

  #replaceTop(publisher: Publisher): void {
    const heap = this.#heap;
    const ms = publisher.nextMs;
    const last = ms === Infinity ? heap.pop() : { ms, publisher };
    if (last === undefined || heap.length === 0) return;
    heap[0] = last;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      let least = index;
      if ((heap[left]?.ms ?? Infinity) < (heap[least]?.ms ?? Infinity)) least = left;
      if ((heap[left + 1]?.ms ?? Infinity) < (heap[least]?.ms ?? Infinity)) least = left + 1;
      if (least === index) return;
      this.#swap(index, least);
      index = least;
    }
  }

  #swap(a: number, b: number): void {
    const [first, second] = [this.#heap[a], this.#heap[b]];
    if (!first || !second) return;
    this.#heap[a] = second;
    this.#heap[b] = first;
  }
}

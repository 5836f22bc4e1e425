/**
 * Which rooms are due for a flush, in ticks of {@link TICK_MS}. One timer serves all rooms; a room without anything
 * pending costs nothing.
 */
export const TICK_MS = 5;

export class FlushWheel<T> {
  readonly #slots = new Map<number, Set<T>>();
  readonly #due = new Map<T, number>();
  #lastTick = 0;

  get isEmpty(): boolean {
    return this.#due.size === 0;
  }

  /** Puts `item` at `dueMs`, unless it already waits for an earlier moment. */
  schedule(item: T, dueMs: number): void {
    const tick = Math.max(this.#lastTick + 1, Math.ceil(dueMs / TICK_MS));
    const current = this.#due.get(item);
    if (current !== undefined) {
      if (current <= tick) return;
      this.cancel(item);
    }
    this.#due.set(item, tick);
    let slot = this.#slots.get(tick);
    if (!slot) this.#slots.set(tick, (slot = new Set()));
    slot.add(item);
  }

  cancel(item: T): void {
    const tick = this.#due.get(item);
    if (tick === undefined) return;
    this.#due.delete(item);
    const slot = this.#slots.get(tick);
    slot?.delete(item);
    if (slot?.size === 0) this.#slots.delete(tick);
  }

  /** Takes out all that is due at `nowMs`, the earliest first. */
  takeDue(nowMs: number): T[] {
    const nowTick = Math.floor(nowMs / TICK_MS);
    const ticks = [...this.#slots.keys()].filter((tick) => tick <= nowTick).sort((a, b) => a - b);
    const items = ticks.flatMap((tick) => [...(this.#slots.get(tick) ?? [])]);
    for (const tick of ticks) this.#slots.delete(tick);
    for (const item of items) this.#due.delete(item);
    this.#lastTick = Math.max(this.#lastTick, nowTick);
    return items;
  }
}

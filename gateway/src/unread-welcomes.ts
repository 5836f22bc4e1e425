/**
 * How much of the welcomes of all viewers together waits to be read. A backlog is the largest thing a viewer can ask
 * for, and one that never reads makes the process hold it.
 */
export class UnreadWelcomes<Viewer> {
  readonly #maxBytes: number;
  readonly #bytes = new Map<Viewer, number>();
  #total = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get isFull(): boolean {
    return this.#total >= this.#maxBytes;
  }

  get total(): number {
    return this.#total;
  }

  /** `bytes` wait for `viewer`, who was just welcomed. */
  add(viewer: Viewer, bytes: number): void {
    this.#set(viewer, bytes);
  }

  /** So many still wait; of a viewer that has read its welcome once, no more is counted. */
  update(viewer: Viewer, bytes: number): void {
    const before = this.#bytes.get(viewer);
    if (before !== undefined) this.#set(viewer, Math.min(before, bytes));
  }

  remove(viewer: Viewer): void {
    this.#set(viewer, 0);
  }

  #set(viewer: Viewer, bytes: number): void {
    this.#total += bytes - (this.#bytes.get(viewer) ?? 0);
    if (bytes > 0) this.#bytes.set(viewer, bytes);
    else this.#bytes.delete(viewer);
  }
}

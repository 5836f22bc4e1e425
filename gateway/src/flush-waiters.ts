/** Who waits for the next flush of a room. */
export class FlushWaiters {
  readonly #waiting = new Set<() => void>();

  /** @param withinMs gives up waiting; absent: there is certain to be a flush. */
  next(withinMs: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      this.#waiting.add(done);
      if (withinMs !== undefined) timer = setTimeout(done, withinMs).unref();
    });
  }

  flushed(): void {
    for (const done of this.#waiting) done();
  }
}

/** How many connections each user has here, and whether one more is too many. */
export class UserSockets {
  readonly #maxPerUser: number;
  readonly #byUser = new Map<string, number>();

  /** @param maxPerUser 0: no cap. */
  constructor(maxPerUser: number) {
    this.#maxPerUser = maxPerUser;
  }

  /** Counts a connection of `user`. @returns whether it is within the cap; it counts in any case. */
  add(user: string): boolean {
    const count = (this.#byUser.get(user) ?? 0) + 1;
    this.#byUser.set(user, count);
    return this.#maxPerUser === 0 || count <= this.#maxPerUser;
  }

  remove(user: string): void {
    const left = (this.#byUser.get(user) ?? 0) - 1;
    if (left > 0) this.#byUser.set(user, left);
    else this.#byUser.delete(user);
  }
}

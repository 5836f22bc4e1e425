/** From which networks users were seen here lately, so that a sanction can hold for those too. Bounded. */
export const NETWORKS_PER_USER = 4;

export class SeenNetworks {
  readonly #maxUsers: number;
  /** In order of last sight, the networks of each too. */
  readonly #byUser = new Map<string, readonly string[]>();

  constructor(maxUsers: number) {
    this.#maxUsers = maxUsers;
  }

  add(user: string, network: string): void {
    const known = this.#byUser.get(user) ?? [];
    this.#byUser.delete(user);
    const isNewest = known.at(-1) === network;
    const networks = isNewest ? known : [...known.filter((one) => one !== network), network].slice(-NETWORKS_PER_USER);
    this.#byUser.set(user, networks);
    if (this.#byUser.size <= this.#maxUsers) return;
    const [oldest] = this.#byUser.keys();
    if (oldest !== undefined) this.#byUser.delete(oldest);
  }

  of(user: string): readonly string[] {
    return this.#byUser.get(user) ?? [];
  }
}

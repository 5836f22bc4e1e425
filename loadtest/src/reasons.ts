/**
 * Why things did not go well, counted by what was said. Bounded: rare wording ends up under "others". Servers choose
 * some of the words, so nothing that could steer a terminal stays in them.
 */

const MAX_REASONS = 24;
const MAX_CHARS = 120;
const OTHERS = 'others';

export type ReasonCounts = Readonly<Record<string, number>>;

export class Reasons {
  readonly #counts = new Map<string, number>();

  add(reason: string, count = 1): void {
    const short = reason.replace(/\p{C}/gu, '').slice(0, MAX_CHARS);
    const known = this.#counts.has(short) || this.#counts.size < MAX_REASONS;
    const key = known ? short : OTHERS;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + count);
  }

  addAll(counts: ReasonCounts): void {
    for (const [reason, count] of Object.entries(counts)) this.add(reason, count);
  }

  /** Most frequent first. */
  counts(): ReasonCounts {
    return Object.fromEntries([...this.#counts].sort((a, b) => b[1] - a[1]));
  }
}

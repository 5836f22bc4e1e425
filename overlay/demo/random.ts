/**
 * Numbers that look random and are not: the same seed gives the same picture and the same crowd everywhere.
 */

/** A number in [0, 1); each call gives the next one. */
export type Random = () => number;

const STEP = 0x6d2b79f5;

/** The mulberry32 generator: small, fast, and even enough for pictures and chatter. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + STEP) >>> 0;
    return scramble(state);
  };
}

/** A number in [0, 1) that belongs to `index`: for things that must look the same in every frame. Allocates nothing. */
export function numberOf(seed: number, index: number): number {
  return scramble(((Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) + STEP) >>> 0);
}

function scramble(state: number): number {
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}

/** One of `items`, each as likely as the next. `items` must not be empty. */
export function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('pick needs at least one item');
  return item;
}

/** One of `items`, as likely as its weight. Weights are not negative and not all zero. */
export function pickWeighted<Item>(random: Random, items: readonly (readonly [Item, number])[]): Item {
  const total = items.reduce((sum, [, weight]) => sum + weight, 0);
  let left = random() * total;
  for (const [item, weight] of items) {
    left -= weight;
    if (left < 0) return item;
  }
  const last = items.at(-1);
  if (!last) throw new RangeError('pickWeighted needs at least one item');
  return last[0];
}

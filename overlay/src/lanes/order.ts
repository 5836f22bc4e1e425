/** Puts numbers in order, in steps between which whoever waits for it may do something else. */

/**
 * @param step how many numbers are moved between two steps, about.
 * @returns the indices of `keys` in ascending order of these; equal ones stay as they were.
 */
export function* orderOf(keys: Float64Array, step: number): Generator<undefined, Uint32Array> {
  const { length } = keys;
  let order = Uint32Array.from(keys.keys());
  for (let start = 0; start < length; start += step) {
    order.subarray(start, start + step).sort((a, b) => keyAt(keys, a) - keyAt(keys, b) || a - b);
    yield;
  }
  let merged = new Uint32Array(length);
  for (let size = step; size < length; size *= 2) {
    for (let start = 0; start < length; start += 2 * size) {
      const middle = Math.min(start + size, length);
      const end = Math.min(middle + size, length);
      let [left, right] = [start, middle];
      for (let at = start; at < end; at += 1) {
        const [a = 0, b = 0] = [order[left], order[right]];
        const isLeft = right >= end || (left < middle && keyAt(keys, a) <= keyAt(keys, b));
        merged[at] = isLeft ? a : b;
        if (isLeft) left += 1;
        else right += 1;
        if (at % step === 0) yield;
      }
    }
    [order, merged] = [merged, order];
  }
  return order;
}

function keyAt(keys: Float64Array, index: number): number {
  return keys[index] ?? 0;
}

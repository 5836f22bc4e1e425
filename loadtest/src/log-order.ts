/**
 * The order of a room's log, told from what its viewers saw. What most viewers saw is taken for the log;
 * a comment that only others saw is put where they saw it. A viewer that got something else then stands out.
 */

/** What some viewers saw of a room: numbers in the order of their arrival. */
export interface Sighting {
  readonly numbers: readonly number[];
  readonly viewers: number;
}

/** Tried as the truth when viewers disagree: the most common ones. More would only matter if each viewer saw another room. */
const CANDIDATES = 6;

/**
 * Position of each number in the log, -1 for one nobody saw.
 *
 * @param size numbers are below it.
 */
export function logOrder(sightings: readonly Sighting[], size: number): Int32Array {
  const byViewers = [...sightings].sort((a, b) => b.viewers - a.viewers || b.numbers.length - a.numbers.length);
  let best = merge(byViewers, size);
  let fewest = disagreements(byViewers, best);
  for (let index = 1; index < Math.min(CANDIDATES, byViewers.length) && fewest > 0; index += 1) {
    const candidate = byViewers[index];
    if (!candidate) break;
    const order = merge([candidate, ...byViewers.filter((sighting) => sighting !== candidate)], size);
    const count = disagreements(byViewers, order);
    if (count < fewest) [best, fewest] = [order, count];
  }
  return best;
}

/** Numbers of one sighting that came after a number which the log has later. */
function countOutOfOrder(numbers: readonly number[], position: Int32Array): number {
  let furthest = -1;
  let late = 0;
  for (const number of numbers) {
    const at = position[number] ?? -1;
    if (at < furthest) late += 1;
    else furthest = at;
  }
  return late;
}

function disagreements(sightings: readonly Sighting[], position: Int32Array): number {
  return sightings.reduce((sum, { numbers, viewers }) => sum + viewers * countOutOfOrder(numbers, position), 0);
}

function merge(sightings: readonly Sighting[], size: number): Int32Array {
  const position = new Int32Array(size).fill(-1);
  let order: number[] = [];
  for (const { numbers } of sightings) {
    // Key: the number they follow; -1 for the beginning.
    const insertions = new Map<number, number[]>();
    let after = -1;
    const placed = new Set<number>();
    for (const number of numbers) {
      if ((position[number] ?? 0) >= 0) after = number;
      else if (!placed.has(number)) {
        placed.add(number);
        const list = insertions.get(after);
        if (list) list.push(number);
        else insertions.set(after, [number]);
      }
    }
    if (insertions.size === 0) continue;
    const next = [...(insertions.get(-1) ?? [])];
    for (const number of order) {
      next.push(number);
      const inserted = insertions.get(number);
      if (inserted) for (const follower of inserted) next.push(follower);
    }
    order = next;
    order.forEach((number, index) => {
      position[number] = index;
    });
  }
  return position;
}

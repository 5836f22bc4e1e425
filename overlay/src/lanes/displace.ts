/**
 * The reader's own comment starts in this tick even when every lane is taken: an ordinary comment that has only
 * just begun to enter steps back for it, and is placed again.
 */
import { distanceAt } from './flight.ts';
import type { Flight } from './flight.ts';
import type { Need } from './lane-table.ts';
import type { Layout } from './layout.ts';

/**
 * Those who step back so that `need` finds its rows clear at the entry: the fewest pixels shown so far.
 * Empty where nobody can.
 */
export function whoStepsBack(flights: Iterable<Flight>, need: Need, layout: Layout, stageMs: number): Flight[] {
  if (need.heading === 'still') return [];
  const entering: Flight[][] = Array.from({ length: layout.rows }, () => []);
  const cost = new Float64Array(layout.rows);
  for (const flight of flights) {
    if (flight.layer === 1) continue;
    const distance = distanceAt(flight, layout, stageMs);
    if (flight.heading === need.heading && distance + flight.size.width + layout.gap <= layout.width) continue;
    const mayYield = flight.heading === need.heading && !flight.first;
    for (let r = flight.row; r < Math.min(flight.row + flight.rows, layout.rows); r += 1) {
      entering[r]?.push(flight);
      cost[r] = (cost[r] ?? 0) + (mayYield ? 1 + Math.max(0, layout.width - distance) : Infinity);
    }
  }
  let best = Infinity;
  let from = 0;
  for (let row = 0; row + need.rows <= layout.rows; row += 1) {
    const sum = cost.subarray(row, row + need.rows).reduce((a, b) => a + b, 0);
    if (sum < best) [best, from] = [sum, row];
  }
  return best === Infinity ? [] : [...new Set(entering.slice(from, from + need.rows).flat())];
}

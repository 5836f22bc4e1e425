/** A straight line through measured points, and how sure its slope is. */

export interface Trend {
  /** Per second. */
  readonly slope: number;
  /** Standard error of the slope: what the points' own scatter could make of a flat line. */
  readonly noise: number;
  /** Where the line stands at the last point. */
  readonly last: number;
}

/** @param points at least three, [seconds, value]. */
export function trendOf(points: readonly (readonly [number, number])[]): Trend {
  const count = points.length;
  if (count < 3) return { slope: 0, noise: Infinity, last: points.at(-1)?.[1] ?? 0 };
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / count;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / count;
  let [spread, shared] = [0, 0];
  for (const [x, y] of points) {
    spread += (x - meanX) ** 2;
    shared += (x - meanX) * (y - meanY);
  }
  const slope = spread === 0 ? 0 : shared / spread;
  const missed = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  const noise = spread === 0 ? Infinity : Math.sqrt(missed / (count - 2) / spread);
  return { slope, noise, last: meanY + slope * ((points.at(-1)?.[0] ?? meanX) - meanX) };
}

/**
 * Whether a slope says growth: upward by more than twice its noise, and by more than `trifle` per second.
 * Below the trifle a line that is hardly noisy at all would otherwise count as growing.
 */
export function isGrowing({ slope, noise }: Trend, trifle: number): boolean {
  return slope > 2 * noise && slope > trifle;
}

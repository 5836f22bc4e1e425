/** From one comment to the next by the arrow keys. Pure. */
import type { VisibleComment } from '../engine.ts';

/** The direction of each key, in the window's coordinates. */
const DIRECTIONS: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['ArrowLeft', [-1, 0]],
  ['ArrowRight', [1, 0]],
  ['ArrowUp', [0, -1]],
  ['ArrowDown', [0, 1]],
]);

/** What lies aside counts so many times as far as what lies ahead. */
const ASIDE = 4;

/** The next comment in the direction of `key`, seen from `from`; `undefined` where there is none, or for another key. */
export function nextTo(from: VisibleComment, visible: readonly VisibleComment[], key: string): string | undefined {
  const direction = DIRECTIONS.get(key);
  if (direction === undefined) return undefined;
  const [alongX, alongY] = direction;
  let nearest = Infinity;
  let found: string | undefined;
  for (const other of visible) {
    const [x, y] = [middleX(other) - middleX(from), middleY(other) - middleY(from)];
    const ahead = x * alongX + y * alongY;
    const aside = Math.abs(x * alongY) + Math.abs(y * alongX);
    const far = ahead + aside * ASIDE;
    if (other.id === from.id || ahead <= 0 || far >= nearest) continue;
    nearest = far;
    found = other.id;
  }
  return found;
}

const middleX = ({ x, width }: VisibleComment): number => x + width / 2;
const middleY = ({ y, height }: VisibleComment): number => y + height / 2;

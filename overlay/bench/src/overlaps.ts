/** Which comments of a picture cover none of the others. */
import type { Box } from '../page/systems/system.ts';

/** Boxes hold the glyphs and some air; edges that kiss cover nothing. */
const KISS_PX = 2;

/** How many of the boxes are touched by no other. */
export function countFree(boxes: readonly Box[]): number {
  const byLeft = [...boxes].sort((a, b) => a.x - b.x);
  const covered = new Set<number>();
  byLeft.forEach((box, i) => {
    for (let j = i + 1; j < byLeft.length; j += 1) {
      const other = byLeft[j];
      if (other === undefined || other.x > box.x + box.width - KISS_PX) break;
      const down = Math.min(box.y + box.height, other.y + other.height) - Math.max(box.y, other.y);
      if (down > KISS_PX) covered.add(i).add(j);
    }
  });
  return boxes.length - covered.size;
}

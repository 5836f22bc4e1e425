/** Where the units of a text go, in whole texture pixels from the left edge of its box. Pure. */
import type { TextBox } from '../text-painter.ts';
import type { Cell } from './cells.ts';
import type { Unit } from './units.ts';

/** Units of which the widths add up to this much more or less than the text, in CSS pixels, kern with each other. */
const TOLERANCE_PX = 0.75;

/**
 * @param advanceTo how far before this code unit the text goes, in CSS pixels; only asked where widths don't add up.
 */
export function placesOf(
  units: readonly Unit[],
  cells: readonly Pick<Cell, 'extent'>[],
  box: Pick<TextBox, 'textX' | 'advance'>,
  scale: number,
  advanceTo: (at: number) => number,
): number[] {
  const sum = cells.reduce((pixels, { extent }) => pixels + extent.advance, 0);
  const addsUp = Math.abs(sum / scale - box.advance) <= TOLERANCE_PX;
  let x = 0;
  return units.map(({ at }, i) => {
    const start = addsUp || i === 0 ? x : advanceTo(at) * scale;
    x += cells[i]?.extent.advance ?? 0;
    return Math.round(box.textX * scale + start);
  });
}

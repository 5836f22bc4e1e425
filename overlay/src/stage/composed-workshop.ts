/**
 * Composes comments of the glyph atlas. What consists of no units (own comments with their frame, text
 * from right to left) is painted whole and goes straight to its place.
 */
import type { Appearance } from '../lanes/bullet.ts';
import type { Slot } from './atlas.ts';
import { paintOf } from './colours.ts';
import { Cells } from './glyphs/cells.ts';
import type { Cell } from './glyphs/cells.ts';
import { faceOf } from './glyphs/face.ts';
import { placesOf } from './glyphs/places.ts';
import { hasPictographs, unitsOf, unitsOfPieces } from './glyphs/units.ts';
import type { Unit } from './glyphs/units.ts';
import { hasColours } from './pages.ts';
import type { Paper } from './paper.ts';
import type { PageKind, PicturePages } from './pages.ts';
import { MARGIN } from './pictures.ts';
import type { Picture, Workshop } from './pictures.ts';
import type { Press } from './press.ts';
import type { Strip } from './strip.ts';
import { inkKeyOf, keyOf } from './text-painter.ts';
import type { TextPainter } from './text-painter.ts';

/** What needs more glyphs at once than there is room for is painted whole. */
const MOST_ATTEMPTS = 3;

/** Texture pixels of the outline from which on it surrounds the smooth edge of the fill. */
const LEAST_OUTLINE = 0.9;

export class ComposedWorkshop implements Workshop {
  readonly #painter: TextPainter;
  readonly #strip: Strip;
  readonly #press: Press;
  readonly #cells: Cells;

  constructor(painter: TextPainter, pages: PicturePages, paper: Paper, strip: Strip, press: Press) {
    this.#painter = painter;
    this.#strip = strip;
    this.#press = press;
    this.#cells = new Cells(pages, paper, strip, (page) => press.freePage(page));
  }

  keyOf(appearance: Appearance): string {
    return this.#isColoured(appearance) ? keyOf(appearance) : inkKeyOf(appearance);
  }

  kindsOf(appearance: Appearance, scale: number): readonly PageKind[] {
    if (this.#isColoured(appearance)) return ['colourText'];
    if (appearance.shadow === true) return ['softText'];
    // Only where all of the fill lies within the outline one byte can tell both. But pages of one kind may be full while
    // others have room, and a comment whose edge is a little hard is better than none.
    return appearance.outlinePx * scale >= LEAST_OUTLINE ? ['text', 'softText'] : ['softText', 'text'];
  }

  /** Whether its picture has colours of its own; others share one picture between all colours. */
  #isColoured({ text, own, gradient }: Appearance): boolean {
    if (!this.#press.keepsInk) return true;
    return own || gradient !== undefined || hasPictographs(text) || this.#painter.emotes.piecesOf(text) !== undefined;
  }

  make(picture: Picture): boolean {
    const { own, gradient, text } = picture.appearance;
    const pieces = this.#painter.emotes.piecesOf(text);
    const isWhole = own || gradient !== undefined;
    const units = isWhole ? undefined : pieces === undefined ? unitsOf(text) : unitsOfPieces(pieces);
    const cells = units && this.#cellsOf(picture, units);
    if (cells === 'full' && (picture.attempts += 1) < MOST_ATTEMPTS) return false;
    if (units === undefined || cells === undefined || cells === 'full') return this.#paintWhole(picture);
    this.#compose(picture, units, cells);
    return true;
  }

  /** `undefined`: it can't be had of cells. */
  #cellsOf({ appearance, scale }: Picture, units: readonly Unit[]): Cell[] | 'full' | undefined {
    const face = faceOf(appearance, scale);
    const cells: Cell[] = [];
    for (const unit of units) {
      const cell = this.#cells.find(face, unit);
      if (cell === 'full') return 'full';
      if (cell === 'never') return undefined;
      cells.push(cell);
    }
    return cells;
  }

  #compose({ slots, box, top, scale, appearance }: Picture, units: readonly Unit[], cells: readonly Cell[]): void {
    const places = placesOf(units, cells, box, scale, (at) => {
      this.#cells.dropFace();
      return this.#painter.advanceTo(appearance, at);
    });
    const paint = paintOf(appearance.color);
    const baseline = Math.round(box.baseline * scale) + MARGIN - top;
    let from = 0;
    for (const slot of slots) {
      this.#press.erase(slot);
      cells.forEach(({ slot: cell, extent }, i) => {
        if (cell === undefined) return;
        const x = MARGIN + (places[i] ?? 0) - extent.left - from;
        this.#put(cell, slot, x, baseline - extent.above, paint);
      });
      from += slot.width - 1;
    }
  }

  /** Puts a cell into a slot, as much of it as lies inside. */
  #put(cell: Slot, slot: Slot, x: number, y: number, paint: ReturnType<typeof paintOf>): void {
    const [left, top] = [Math.max(0, x), Math.max(0, y)];
    const width = Math.min(x + cell.width, slot.width) - left;
    const height = Math.min(y + cell.height, slot.height) - top;
    if (width <= 0 || height <= 0) return;
    const part = { page: cell.page, x: cell.x + left - x, y: cell.y + top - y, width, height };
    const spot = { page: slot.page, x: slot.x + left, y: slot.y + top };
    this.#press.put(part, spot, paint);
  }

  #paintWhole(picture: Picture): boolean {
    const { appearance, box, top, scale, slots } = picture;
    let from = 0;
    this.#cells.dropFace();
    for (const slot of slots) {
      let spot = this.#strip.take(slot.width, slot.height);
      if (spot === undefined) {
        if (from === 0 && !this.#strip.isEmpty) return false;
        // Longer than the whole strip: piece by piece.
        this.finish();
        spot = this.#strip.take(slot.width, slot.height);
      }
      if (spot !== undefined) {
        const [x, y] = [spot.x + MARGIN - from, spot.y + MARGIN - top];
        const isInk = !hasColours(slot.page);
        this.#strip.paint(spot, slot.width, slot.height, isInk, () => {
          if (isInk) this.#painter.paintInk(appearance, box, scale, x, y);
          else this.#painter.paint(appearance, box, scale, x, y);
        });
        this.#press.bring(spot, slot);
      }
      from += slot.width - 1;
    }
    return true;
  }

  finish(): void {
    for (const { slot, ...spot } of this.#cells.arrivals) this.#press.bring(spot, slot);
    this.#press.run(this.#strip);
    this.#strip.reset();
    this.#cells.nextRound();
  }

  freePage(page: number): void {
    this.#press.freePage(page);
  }

  forget(): void {
    this.#cells.clear();
  }

  rest(): void {
    this.#cells.clear();
  }
}

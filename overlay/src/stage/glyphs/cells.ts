/**
 * The glyph atlas: each unit of text is painted once and kept on its page while there is room. What was used longest
 * ago makes room for what is new.
 */
import type { Slot } from '../atlas.ts';
import { PAGE_WIDTH, TALLEST } from '../pages.ts';
import type { GlyphKind, PicturePages } from '../pages.ts';
import type { Paper } from '../paper.ts';
import type { Context2D } from '../canvas.ts';
import type { Spot, Strip } from '../strip.ts';
import { cellKey, measureUnit, paintUnit, takeFace } from './face.ts';
import type { Extent, Face } from './face.ts';
import type { Unit } from './units.ts';

export interface Cell {
  readonly extent: Extent;
  /** `undefined` where there is nothing to see. */
  readonly slot: Slot | undefined;
  /** The round in which it was used last. */
  round: number;
}

/** A cell painted on the strip, on its way to its page. */
export interface Arrival extends Spot {
  readonly slot: Slot;
}

/** A word longer than this is not worth a place. */
const WIDEST = PAGE_WIDTH / 2;
/** Without a place: one that is as good as none, and met often, such as blanks. */
const MOST_EMPTY = 5_000;

export class Cells {
  readonly #pages: PicturePages;
  readonly #paper: Paper;
  readonly #strip: Strip;
  readonly #onFreePage: (page: number) => void;
  /** The one used longest ago first. */
  readonly #cells = new Map<string, Cell>();
  /** What the context is set to paint. */
  #face: { readonly face: Face; readonly context: Context2D } | undefined;
  #round = 0;
  arrivals: Arrival[] = [];

  constructor(pages: PicturePages, paper: Paper, strip: Strip, onFreePage: (page: number) => void) {
    this.#pages = pages;
    this.#paper = paper;
    this.#strip = strip;
    this.#onFreePage = onFreePage;
  }

  /** The painting context was used for something else. */
  dropFace(): void {
    this.#face = undefined;
  }

  /** What was used before may be given up from now on. */
  nextRound(): void {
    this.#round += 1;
    this.arrivals = [];
    this.#face = undefined;
  }

  /**
   * The cell of a unit, painted on the strip if it is new.
   * `full`: not before the next round. `never`: it is too large for any.
   */
  find(face: Face, unit: Unit): Cell | 'full' | 'never' {
    const key = cellKey(face, unit);
    const known = this.#cells.get(key);
    if (known !== undefined) {
      if (known.round !== this.#round) {
        known.round = this.#round;
        this.#cells.delete(key);
        this.#cells.set(key, known);
      }
      return known;
    }
    const made = this.#make(face, unit);
    if (typeof made === 'object') this.#cells.set(key, made);
    return made;
  }

  #take(face: Face, context: Context2D): void {
    if (this.#face?.face === face && this.#face.context === context) return;
    takeFace(context, face);
    this.#face = { face, context };
  }

  #make(face: Face, unit: Unit): Cell | 'full' | 'never' {
    const context = this.#paper.forText();
    this.#take(face, context);
    const extent = measureUnit(context, face, unit);
    const { width, height } = extent;
    if (unit.kind === 'gap') {
      if (this.#cells.size >= MOST_EMPTY) this.#evict();
      return { extent, slot: undefined, round: this.#round };
    }
    if (width > WIDEST || height > TALLEST || width <= 0 || height <= 0) return 'never';
    const slot = this.#allocate(unit.kind === 'ink' ? 'glyphs' : 'colourGlyphs', width, height);
    if (slot === undefined) return 'full';
    const spot = this.#strip.take(width, height);
    if (spot === undefined) {
      this.#free(slot);
      return 'full';
    }
    this.#strip.paint(spot, width, height, unit.kind === 'ink', () => {
      paintUnit(context, face, unit, spot.x + extent.left, spot.y + extent.above);
    });
    this.arrivals.push({ slot, ...spot });
    return { extent, slot, round: this.#round };
  }

  #allocate(kind: GlyphKind, width: number, height: number): Slot | undefined {
    for (;;) {
      const slot = this.#pages.allocate(kind, width, height, true);
      if (slot !== undefined || !this.#evict()) return slot;
    }
  }

  /** Gives up the cell used longest ago. `false`: all are in use in this round. */
  #evict(): boolean {
    for (const [key, { slot, round }] of this.#cells) {
      if (round === this.#round) return false;
      this.#cells.delete(key);
      if (slot !== undefined) this.#free(slot);
      return true;
    }
    return false;
  }

  #free(slot: Slot): void {
    if (this.#pages.release(slot)) this.#onFreePage(slot.page);
  }

  clear(): void {
    for (const { slot } of this.#cells.values()) if (slot !== undefined) this.#free(slot);
    this.#cells.clear();
    this.nextRound();
  }
}

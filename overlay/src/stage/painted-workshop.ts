/** Paints each comment whole, in its colours: for screens without a GPU that could compose. */
import type { Appearance } from '../lanes/bullet.ts';
import type { Slot } from './atlas.ts';
import type { PageKind } from './pages.ts';
import { MARGIN } from './pictures.ts';
import type { Picture, Workshop } from './pictures.ts';
import type { Spot, Strip } from './strip.ts';
import { keyOf } from './text-painter.ts';
import type { TextPainter } from './text-painter.ts';

/** A bitmap on its way from the strip to its slot. */
export interface Transfer extends Spot {
  readonly slot: Slot;
}

/** What takes pictures from the strip to its pages. */
export interface TransferTarget {
  copy(strip: Strip, transfers: readonly Transfer[]): void;
  freePage(page: number): void;
}

export class PaintedWorkshop implements Workshop {
  readonly #painter: TextPainter;
  readonly #strip: Strip;
  readonly #target: TransferTarget;
  #transfers: Transfer[] = [];

  constructor(painter: TextPainter, strip: Strip, target: TransferTarget) {
    this.#painter = painter;
    this.#strip = strip;
    this.#target = target;
  }

  keyOf(appearance: Appearance): string {
    return keyOf(appearance);
  }

  kindOf(): PageKind {
    return 'colourText';
  }

  make(picture: Picture): boolean {
    let from = 0;
    for (const slot of picture.slots) {
      let spot = this.#strip.take(slot.width, slot.height);
      if (spot === undefined) {
        if (from === 0 && this.#transfers.length > 0) return false;
        // Longer than the whole strip: piece by piece.
        this.finish();
        spot = this.#strip.take(slot.width, slot.height);
      }
      if (spot !== undefined) this.#paintPart(picture, slot, spot, from);
      from += slot.width - 1;
    }
    return true;
  }

  #paintPart(picture: Picture, slot: Slot, spot: Spot, from: number): void {
    this.#strip.paint(spot, slot.width, slot.height, false, () => {
      this.#painter.paint(picture.appearance, picture.box, picture.scale, spot.x + MARGIN - from, spot.y + MARGIN);
    });
    this.#transfers.push({ slot, ...spot });
  }

  finish(): void {
    if (this.#transfers.length > 0) this.#target.copy(this.#strip, this.#transfers);
    this.#transfers = [];
    this.#strip.reset();
  }

  freePage(page: number): void {
    this.#target.freePage(page);
  }

  forget(): void {}

  rest(): void {}
}

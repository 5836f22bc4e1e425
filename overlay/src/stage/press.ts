/** What composes pictures from the strip and from other pages. Orders are gathered and run together. */
import type { Slot } from './atlas.ts';
import type { Paint } from './colours.ts';
import type { Spot, Strip } from './strip.ts';

export interface Press {
  /** Comments may be kept as ink, which takes on its colours when it is drawn. */
  readonly keepsInk: boolean;
  /** A slot's worth of the strip replaces what the slot holds. */
  bring(from: Spot, to: Slot): void;
  /** Makes a slot transparent before anything is put into it. */
  erase(slot: Slot): void;
  /** Puts a part of a glyph page onto a page of comments; ink onto a page with colours takes on those of `paint`. */
  put(part: Slot, to: Spot & { readonly page: number }, paint: Paint): void;
  /** Runs all orders, those of {@link bring} first. */
  run(strip: Strip): void;
  freePage(page: number): void;
}

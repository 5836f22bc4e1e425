/**
 * Texture pages: what each kind holds and weighs, and how many there may be. A page's number says its kind.
 * Lengths are texture pixels.
 */
import { Atlas } from './atlas.ts';
import type { Slot } from './atlas.ts';

export const PAGE_WIDTH = 2048;
/** Pages with colours are small, so that what is filled and what is freed comes in small steps; so is the first of ink. */
const FIRST_HEIGHT = 512;
const NEXT_INK_HEIGHT = 1024;
/** The canvas on which text is painted, and the texture it goes to. */
export const STRIP_HEIGHT = 512;
export const STRIP_BYTES = PAGE_WIDTH * STRIP_HEIGHT * 4;
/** All memory for pictures at one device pixel per CSS pixel. */
export const LIMIT_BYTES = 64 * 1024 * 1024;
/** What of it only the comments that must be shown may take. */
export const RESERVED_BYTES = PAGE_WIDTH * FIRST_HEIGHT * 4;
/** Numbers of one kind. */
const NUMBERS = 1_000_000;

/**
 * `softText` and `glyphs` hold fill and outline without colour, a byte each. `text` holds both in one byte: the lower
 * half is how much the outline covers, the upper half the fill within it. The others hold colours, in four.
 */
export type PageKind = 'text' | 'softText' | 'colourText' | GlyphKind;
export type GlyphKind = 'glyphs' | 'colourGlyphs';

const KINDS: readonly PageKind[] = ['text', 'softText', 'colourText', 'glyphs', 'colourGlyphs'];
const PIXEL_BYTES: Readonly<Record<PageKind, number>> = {
  text: 1,
  softText: 2,
  colourText: 4,
  glyphs: 2,
  colourGlyphs: 4,
};

/** Of the common limit; the comments themselves need most of it. */
const MOST_GLYPH_BYTES: Readonly<Record<GlyphKind, number>> = {
  glyphs: 10 * 1024 * 1024,
  colourGlyphs: 12 * 1024 * 1024,
};

export function kindOf(page: number): PageKind {
  return KINDS[Math.floor(page / NUMBERS)] ?? 'text';
}

/** The first of the numbers of this kind. */
export function numbersOf(kind: PageKind): number {
  return KINDS.indexOf(kind) * NUMBERS;
}

export function isGlyphs(kind: PageKind): kind is GlyphKind {
  return kind === 'glyphs' || kind === 'colourGlyphs';
}

export function hasColours(page: number): boolean {
  const kind = kindOf(page);
  return kind === 'colourText' || kind === 'colourGlyphs';
}

export function heightOf(page: number): number {
  return page % NUMBERS === 0 || hasColours(page) ? FIRST_HEIGHT : NEXT_INK_HEIGHT;
}

function bytesOf(page: number): number {
  return PAGE_WIDTH * heightOf(page) * PIXEL_BYTES[kindOf(page)];
}

/** The tallest bitmap that fits any page. */
export const TALLEST = FIRST_HEIGHT;

/** Places for pictures and the glyphs they are made of, within a limit of memory. */
export interface PicturePages {
  /** All that is held, used or not. */
  readonly bytes: number;
  /** How much of what ordinary comments may take is covered by comments, 0 to 1. */
  readonly usedShare: number;
  /** From this share on newcomers are painted coarser. */
  readonly coarserFrom: number;
  /** A finer screen has more pixels to fill, up to four times as many. */
  setPixelRatio(pixelRatio: number): void;
  /**
   * `undefined`: there is no room, in all or for glyphs.
   *
   * @param reserve may take what is kept for comments that must be shown.
   */
  allocate(kind: PageKind, width: number, height: number, reserve: boolean): Slot | undefined;
  /** Gives a slot back. Returns whether its page is empty now, and thereby gone. */
  release(slot: Slot): boolean;
}

/** Who lies where on which page, within one limit for all kinds together. */
export class Pages implements PicturePages {
  /** Pages have gaps, and kinds have pages of their own. */
  readonly coarserFrom = 0.5;
  readonly #atlases: Readonly<Record<PageKind, Atlas>>;
  readonly #strips: number;
  #limitBytes = LIMIT_BYTES;

  /** @param strips how many strips are held beside the pages. */
  constructor(strips: number) {
    this.#strips = strips;
    const atlas = (kind: PageKind): Atlas => new Atlas(PAGE_WIDTH, heightOf, numbersOf(kind));
    this.#atlases = {
      text: atlas('text'),
      softText: atlas('softText'),
      colourText: atlas('colourText'),
      glyphs: atlas('glyphs'),
      colourGlyphs: atlas('colourGlyphs'),
    };
  }

  setPixelRatio(pixelRatio: number): void {
    this.#limitBytes = LIMIT_BYTES * Math.min(Math.max(pixelRatio, 1), 2);
  }

  get bytes(): number {
    let bytes = this.#strips * STRIP_BYTES;
    for (const kind of KINDS) for (const page of this.#atlases[kind].pages()) bytes += bytesOf(page);
    return bytes;
  }

  get usedShare(): number {
    let [used, others] = [0, this.bytes];
    for (const kind of ['text', 'softText', 'colourText'] as const) {
      used += this.#atlases[kind].usedPixels * PIXEL_BYTES[kind];
      others -= this.bytesOf(kind);
    }
    return used / Math.max(1, this.#limitBytes - RESERVED_BYTES - others);
  }

  bytesOf(kind: PageKind): number {
    let bytes = 0;
    for (const page of this.#atlases[kind].pages()) bytes += bytesOf(page);
    return bytes;
  }

  allocate(kind: PageKind, width: number, height: number, reserve: boolean): Slot | undefined {
    const mostBytes = isGlyphs(kind) ? MOST_GLYPH_BYTES[kind] : Infinity;
    const limit = this.#limitBytes - (reserve ? 0 : RESERVED_BYTES);
    return this.#atlases[kind].allocate(
      width,
      height,
      (page) => this.bytes + bytesOf(page) <= limit && this.bytesOf(kind) + bytesOf(page) <= mostBytes,
    );
  }

  release(slot: Slot): boolean {
    return this.#atlases[kindOf(slot.page)].release(slot);
  }
}

/**
 * Pages of one picture each, as large as that: for canvas 2D, which draws a whole page twice as fast as a part of one,
 * and whose memory is then exactly what pictures cover.
 */
import type { Slot } from './atlas.ts';
import { LIMIT_BYTES, RESERVED_BYTES, STRIP_BYTES, isGlyphs, kindOf, numbersOf } from './pages.ts';
import type { PageKind, PicturePages } from './pages.ts';

/**
 * At any pixel ratio. More than WebGL may take: text takes four bytes a pixel here, and a picture that must be
 * stretched takes four times as long to draw. 4,000 comments that cover one another take 140 MB; what a room usually
 * shows takes a tenth.
 */
const CANVAS_LIMIT_BYTES = 3.5 * LIMIT_BYTES;
/** Of all glyphs together. */
const MOST_GLYPH_BYTES = 20 * 1024 * 1024;

export class OwnPages implements PicturePages {
  readonly coarserFrom = 0.8;
  #pictureBytes = 0;
  #glyphBytes = 0;
  #numbers = 0;
  readonly #freed: number[] = [];

  setPixelRatio(): void {}

  get bytes(): number {
    return STRIP_BYTES + this.#glyphBytes + this.#pictureBytes;
  }

  get usedShare(): number {
    return this.#pictureBytes / (CANVAS_LIMIT_BYTES - RESERVED_BYTES - STRIP_BYTES - this.#glyphBytes);
  }

  allocate(kind: PageKind, width: number, height: number, reserve: boolean): Slot | undefined {
    const bytes = bytesOf(kind, width, height);
    const limit = CANVAS_LIMIT_BYTES - (reserve ? 0 : RESERVED_BYTES);
    if (this.bytes + bytes > limit) return undefined;
    if (isGlyphs(kind)) {
      if (this.#glyphBytes + bytes > MOST_GLYPH_BYTES) return undefined;
      this.#glyphBytes += bytes;
    } else this.#pictureBytes += bytes;
    const number = this.#freed.pop() ?? this.#numbers++;
    return { page: numbersOf(kind) + number, x: 0, y: 0, width, height };
  }

  release({ page, width, height }: Slot): boolean {
    const kind = kindOf(page);
    const bytes = bytesOf(kind, width, height);
    if (isGlyphs(kind)) this.#glyphBytes -= bytes;
    else this.#pictureBytes -= bytes;
    this.#freed.push(page - numbersOf(kind));
    return true;
  }
}

/** Fill and outline of a glyph are two bitmaps. */
function bytesOf(kind: PageKind, width: number, height: number): number {
  return width * height * (kind === 'glyphs' ? 8 : 4);
}

/**
 * Pages of one picture each, as large as that: for canvas 2D, which draws a whole page twice as fast as a part of one,
 * and whose memory is then exactly what pictures cover.
 */
import type { Slot } from './atlas.ts';
import { LIMIT_BYTES, RESERVED_BYTES, STRIP_BYTES } from './pages.ts';
import type { PageKind, PicturePages } from './pages.ts';

/**
 * At one device pixel per CSS pixel, twice what WebGL may take: text takes four bytes a pixel here, it is the process's
 * own memory, and a picture that must be stretched takes two to three times as long to draw.
 */
const LEAST_LIMIT_BYTES = 2 * LIMIT_BYTES;

export class OwnPages implements PicturePages {
  readonly coarserFrom = 0.8;
  #limitBytes = LEAST_LIMIT_BYTES;
  #pictureBytes = 0;
  #last = 0;

  setPixelRatio(pixelRatio: number): void {
    this.#limitBytes = Math.max(LEAST_LIMIT_BYTES, LIMIT_BYTES * Math.min(pixelRatio, 2));
  }

  get bytes(): number {
    return STRIP_BYTES + this.#pictureBytes;
  }

  get usedShare(): number {
    return this.#pictureBytes / (this.#limitBytes - RESERVED_BYTES - STRIP_BYTES);
  }

  allocate(_kind: PageKind, width: number, height: number, reserve: boolean): Slot | undefined {
    const slot = { page: this.#last + 1, x: 0, y: 0, width, height };
    const limit = this.#limitBytes - (reserve ? 0 : RESERVED_BYTES);
    if (this.bytes + bytesOf(slot) > limit) return undefined;
    this.#last = slot.page;
    this.#pictureBytes += bytesOf(slot);
    return slot;
  }

  release(slot: Slot): boolean {
    this.#pictureBytes -= bytesOf(slot);
    return true;
  }
}

function bytesOf({ width, height }: Slot): number {
  return width * height * 4;
}

/**
 * Pictures of texts on texture pages: equal ones are shared and counted, each is painted once, on a staging
 * canvas, and copied to its slot. A tick paints for about {@link BUDGET_MS}; what is urgent comes first and always.
 */
import type { Appearance } from '../lanes/bullet.ts';
import { Atlas } from './atlas.ts';
import type { Slot } from './atlas.ts';
import { PAGE_BYTES, PAGE_HEIGHT, PAGE_WIDTH } from './screen.ts';
import type { Screen, Transfer } from './screen.ts';
import { keyOf } from './text-painter.ts';
import type { TextBox, TextPainter } from './text-painter.ts';

export interface Picture {
  readonly key: string;
  readonly appearance: Appearance;
  readonly box: TextBox;
  /** Texture pixels per CSS pixel. */
  readonly scale: number;
  /** Texture pixels; the box begins {@link MARGIN} inside. */
  readonly width: number;
  readonly height: number;
  /** From left to right; each begins where the one before ends, less one pixel. */
  readonly slots: readonly Slot[];
  users: number;
  isReady: boolean;
}

/** Transparent pixels round each picture, so that linear sampling finds nothing of a neighbour. */
export const MARGIN = 2;
const BUDGET_MS = 3;
const STAGING_HEIGHT = 512;
const STAGING_BYTES = PAGE_WIDTH * STAGING_HEIGHT * 4;
/** All memory for pictures at one device pixel per CSS pixel, and what of it is kept for those that must be shown. */
const LIMIT_BYTES = 64 * 1024 * 1024;
const RESERVED_PAGES = 1;

export class Pictures {
  readonly #atlas = new Atlas(PAGE_WIDTH, PAGE_HEIGHT);
  readonly #pictures = new Map<string, Picture>();
  readonly #painter: TextPainter;
  readonly #staging: CanvasRenderingContext2D;
  readonly #screen: Screen;
  #urgent: Picture[] = [];
  #waiting: Picture[] = [];
  #costMs = 1;

  constructor(painter: TextPainter, staging: CanvasRenderingContext2D, screen: Screen) {
    this.#painter = painter;
    this.#staging = staging;
    this.#screen = screen;
  }

  get bytes(): number {
    return this.#atlas.pageCount * PAGE_BYTES + STAGING_BYTES;
  }

  /** The picture of `appearance`, one user more. `undefined`: no texture memory is left. */
  acquire(appearance: Appearance, pixelRatio: number, urgent: boolean): Picture | undefined {
    const key = `${pixelRatio} ${keyOf(appearance)}`;
    const known = this.#pictures.get(key);
    if (known !== undefined) {
      known.users += 1;
      if (urgent && !known.isReady) this.#urgent.push(known);
      return known;
    }
    const box = this.#painter.measure(appearance);
    // Taller than a page it is drawn coarser.
    const scale = Math.min(pixelRatio, (PAGE_HEIGHT - 2 * MARGIN) / (box.height + 1));
    const width = Math.ceil(box.width * scale) + 2 * MARGIN;
    const height = Math.ceil(box.height * scale) + 2 * MARGIN;
    const slots = this.#allocate(width, height, maxPages(pixelRatio) - (urgent ? 0 : RESERVED_PAGES));
    if (slots === undefined) return undefined;
    const picture: Picture = { key, appearance, box, scale, width, height, slots, users: 1, isReady: false };
    this.#pictures.set(key, picture);
    (urgent ? this.#urgent : this.#waiting).push(picture);
    return picture;
  }

  /** A text wider than a page lies in several slots that share a column. */
  #allocate(width: number, height: number, pages: number): Slot[] | undefined {
    const slots: Slot[] = [];
    for (let from = 0; from < width - 1; from += PAGE_WIDTH - 1) {
      const slot = this.#atlas.allocate(Math.min(PAGE_WIDTH, width - from), height, pages);
      if (slot === undefined) {
        this.#free(slots);
        return undefined;
      }
      slots.push(slot);
    }
    return slots;
  }

  /** One user less; the last one takes the picture with it. */
  release(picture: Picture): void {
    picture.users -= 1;
    if (picture.users > 0) return;
    if (this.#pictures.get(picture.key) === picture) this.#pictures.delete(picture.key);
    this.#free(picture.slots);
  }

  #free(slots: readonly Slot[]): void {
    for (const slot of slots) if (this.#atlas.release(slot)) this.#screen.freePage(slot.page);
  }

  /** The pages are blank (the GL context came back): paint everything that is in use again. */
  repaint(): void {
    this.#urgent = [];
    this.#waiting = [...this.#pictures.values()];
    for (const picture of this.#waiting) picture.isReady = false;
  }

  /** Fonts have changed: nothing painted so far is shared with what comes. */
  outdate(): void {
    this.#pictures.clear();
  }

  /**
   * Paints what this tick's budget allows. Returns whether any is left.
   *
   * @param onReady told of each that can be drawn now.
   */
  paint(onReady: (picture: Picture) => void): boolean {
    if (this.#urgent.length === 0 && this.#waiting.length === 0) return false;
    const startMs = performance.now();
    const count = Math.max(1, Math.floor(BUDGET_MS / this.#costMs));
    const urgent = [...new Set(this.#urgent)].filter(isWanted);
    const batch = urgent.slice();
    let taken = 0;
    for (const picture of this.#waiting) {
      if (batch.length >= count) break;
      taken += 1;
      if (isWanted(picture) && !urgent.includes(picture)) batch.push(picture);
    }
    this.#urgent = [];
    this.#waiting.splice(0, taken);
    if (batch.length > 0) {
      this.#paintAll(batch);
      // How long one takes varies tenfold between machines: the next tick takes as many as fitted before.
      this.#costMs += ((performance.now() - startMs) / batch.length - this.#costMs) / 4;
      for (const picture of batch) {
        picture.isReady = true;
        onReady(picture);
      }
    }
    return this.#waiting.length > 0;
  }

  /** Lays them side by side on the staging canvas, then has the screen fetch all of them at once. */
  #paintAll(batch: readonly Picture[]): void {
    const pen = { x: 0, y: 0, rowHeight: 0, width: 0 };
    let transfers: Transfer[] = [];
    const flush = (): void => {
      if (transfers.length > 0) this.#screen.copy(this.#staging, pen.width, pen.y + pen.rowHeight, transfers);
      transfers = [];
      Object.assign(pen, { x: 0, y: 0, rowHeight: 0, width: 0 });
    };
    for (const picture of batch) {
      let from = 0;
      for (const slot of picture.slots) {
        if (pen.x + slot.width > PAGE_WIDTH) Object.assign(pen, { x: 0, y: pen.y + pen.rowHeight, rowHeight: 0 });
        if (pen.y + slot.height > STAGING_HEIGHT) flush();
        this.#paintPart(picture, slot, from, pen.x, pen.y);
        transfers.push({ slot, x: pen.x, y: pen.y });
        pen.x += slot.width;
        pen.width = Math.max(pen.width, pen.x);
        pen.rowHeight = Math.max(pen.rowHeight, slot.height);
        from += slot.width - 1;
      }
    }
    flush();
  }

  #paintPart(picture: Picture, slot: Slot, from: number, x: number, y: number): void {
    const context = this.#staging;
    context.save();
    context.beginPath();
    context.rect(x, y, slot.width, slot.height);
    context.clip();
    context.clearRect(x, y, slot.width, slot.height);
    this.#painter.paint(picture.appearance, picture.box, picture.scale, x + MARGIN - from, y + MARGIN);
    context.restore();
  }
}

function isWanted(picture: Picture): boolean {
  return picture.users > 0 && !picture.isReady;
}

function maxPages(pixelRatio: number): number {
  return Math.floor((LIMIT_BYTES * Math.min(Math.max(pixelRatio, 1), 2) - STAGING_BYTES) / PAGE_BYTES);
}

/** The canvas that texts are painted on before they are copied to their slots. */
export function stagingContext(): CanvasRenderingContext2D | null {
  const canvas = document.createElement('canvas');
  canvas.width = PAGE_WIDTH;
  canvas.height = STAGING_HEIGHT;
  return canvas.getContext('2d', { willReadFrequently: true });
}

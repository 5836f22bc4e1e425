/**
 * Pictures of comments on texture pages: equal ones are shared and counted, each is made once by a workshop. A tick
 * makes them for as long as its {@link Budget} allows; what is urgent comes first and always.
 */
import type { Appearance } from '../lanes/bullet.ts';
import type { Slot } from './atlas.ts';
import { Budget } from './budget.ts';
import { PAGE_WIDTH, TALLEST } from './pages.ts';
import type { PageKind, PicturePages } from './pages.ts';
import { COARSEST, Sharpness } from './sharpness.ts';
import type { TextBox, TextPainter } from './text-painter.ts';

export interface Picture {
  readonly key: string;
  readonly appearance: Appearance;
  readonly box: TextBox;
  /** Texture pixels per CSS pixel. */
  readonly scale: number;
  /** What memory allowed of the stage's pixels when it was made, 0 to 1. */
  readonly sharpness: number;
  /** Texture pixels of the box above the first that the picture has. */
  readonly top: number;
  /** Texture pixels; what is painted begins {@link MARGIN} inside. */
  readonly width: number;
  readonly height: number;
  /** From left to right; each begins where the one before ends, less one pixel. */
  readonly slots: readonly Slot[];
  users: number;
  isReady: boolean;
  /** How often it was begun and put off for want of room. */
  attempts: number;
}

/** Makes pictures: paints them whole, or composes them of glyphs. */
export interface Workshop {
  /** Pictures of equal key are equal. */
  keyOf(appearance: Appearance): string;
  /**
   * Pages of these kinds may hold it, the one that suits it best first.
   *
   * @param scale texture pixels per CSS pixel.
   */
  kindsOf(appearance: Appearance, scale: number): readonly PageKind[];
  /** Begins to make it. `false`: there is no room for it before the next {@link finish}; not for ever. */
  make(picture: Picture): boolean;
  /** All that was begun is on its page afterwards. */
  finish(): void;
  freePage(page: number): void;
  /** Nothing made so far can be used again: the pages are blank, or fonts have changed. */
  forget(): void;
  /** Nothing is in use now. */
  rest(): void;
}

/** Transparent pixels round each picture, so that linear sampling finds nothing of a neighbour. */
export const MARGIN = 2;

export class Pictures {
  readonly #pages: PicturePages;
  /** Those that newcomers may share. */
  readonly #pictures = new Map<string, Picture>();
  /** All that are in use. */
  readonly #used = new Set<Picture>();
  readonly #painter: TextPainter;
  readonly #workshop: Workshop;
  readonly #sharpness: Sharpness;
  readonly #budget = new Budget();
  #urgent: Picture[] = [];
  #waiting: Picture[] = [];

  constructor(painter: TextPainter, pages: PicturePages, workshop: Workshop) {
    this.#painter = painter;
    this.#pages = pages;
    this.#sharpness = new Sharpness(pages.coarserFrom);
    this.#workshop = workshop;
  }

  get bytes(): number {
    return this.#pages.bytes;
  }

  /** Of the screen, however coarsely it is drawn: memory may be used accordingly. */
  setPixelRatio(pixelRatio: number): void {
    this.#pages.setPixelRatio(pixelRatio);
  }

  /** The picture of `appearance`, one user more. `undefined`: no texture memory is left. */
  acquire(appearance: Appearance, pixelRatio: number, urgent: boolean): Picture | undefined {
    const key = `${pixelRatio} ${this.#workshop.keyOf(appearance)}`;
    const sharpness = urgent ? 1 : this.#sharpness.at(this.#pages.usedShare);
    const known = this.#pictures.get(key);
    // One that was made while memory was short would stay coarse as long as others share it.
    if (known !== undefined && known.sharpness >= sharpness) return this.#share(known, urgent);
    const made = this.#new(key, appearance, pixelRatio, sharpness, urgent);
    if (made !== undefined || known === undefined)
      return made ?? this.#new(key, appearance, pixelRatio, COARSEST, urgent);
    return this.#share(known, urgent);
  }

  #new(
    key: string,
    appearance: Appearance,
    pixelRatio: number,
    sharpness: number,
    urgent: boolean,
  ): Picture | undefined {
    const box = this.#painter.measure(appearance);
    // Taller than a page it is drawn coarser.
    const scale = Math.min(pixelRatio * sharpness, (TALLEST - 2 * MARGIN) / (box.height + 1));
    const width = Math.ceil(box.width * scale) + 2 * MARGIN;
    const top = Math.floor(box.inkTop * scale);
    const height = Math.max(1, Math.ceil(box.inkBottom * scale) - top) + 2 * MARGIN;
    const slots = this.#allocate(this.#workshop.kindsOf(appearance, scale), width, height, urgent);
    if (slots === undefined) return undefined;
    const state = { users: 1, isReady: false, attempts: 0 };
    const picture: Picture = { key, appearance, box, scale, sharpness, top, width, height, slots, ...state };
    this.#pictures.set(key, picture);
    this.#used.add(picture);
    (urgent ? this.#urgent : this.#waiting).push(picture);
    return picture;
  }

  #share(picture: Picture, urgent: boolean): Picture {
    picture.users += 1;
    if (urgent && !picture.isReady) this.#urgent.push(picture);
    return picture;
  }

  #allocate(kinds: readonly PageKind[], width: number, height: number, reserve: boolean): Slot[] | undefined {
    for (const kind of kinds) {
      const slots = this.#slotsOn(kind, width, height, reserve);
      if (slots !== undefined) return slots;
    }
    return undefined;
  }

  /** A text wider than a page lies in several slots that share a column. */
  #slotsOn(kind: PageKind, width: number, height: number, reserve: boolean): Slot[] | undefined {
    const slots: Slot[] = [];
    for (let from = 0; from < width - 1; from += PAGE_WIDTH - 1) {
      const slot = this.#pages.allocate(kind, Math.min(PAGE_WIDTH, width - from), height, reserve);
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
    this.#used.delete(picture);
    this.#free(picture.slots);
    if (this.#used.size === 0) this.#workshop.rest();
  }

  #free(slots: readonly Slot[]): void {
    for (const slot of slots) if (this.#pages.release(slot)) this.#workshop.freePage(slot.page);
  }

  /** The pages are blank (the GL context came back): make everything that is in use again. */
  repaint(): void {
    this.#workshop.forget();
    this.#urgent = [];
    this.#waiting = [...this.#used];
    for (const picture of this.#waiting) picture.isReady = false;
  }

  /** Fonts have changed: nothing made so far is shared with what comes. */
  renew(): void {
    this.#workshop.forget();
    this.#pictures.clear();
  }

  /** What `matches` looks otherwise now: what was made of it is not shared with what comes. */
  outdate(matches: (appearance: Appearance) => boolean): void {
    for (const [key, { appearance }] of this.#pictures) if (matches(appearance)) this.#pictures.delete(key);
  }

  /**
   * Makes what this tick's budget allows. Returns whether any is left.
   *
   * @param onReady told of each that can be drawn now.
   */
  make(onReady: (picture: Picture) => void): boolean {
    const startMs = performance.now();
    const endMs = startMs + this.#budget.at(startMs, this.#waiting.length);
    if (this.#urgent.length === 0 && this.#waiting.length === 0) return false;
    const made: Picture[] = [];
    for (const picture of this.#urgent) {
      if (!isWanted(picture) || made.includes(picture)) continue;
      while (!this.#workshop.make(picture)) this.#workshop.finish();
      made.push(picture);
    }
    this.#urgent = [];
    let taken = 0;
    for (const picture of this.#waiting) {
      if (made.length > 0 && performance.now() >= endMs) break;
      if (isWanted(picture) && !made.includes(picture)) {
        if (!this.#workshop.make(picture)) break;
        made.push(picture);
      }
      taken += 1;
    }
    this.#waiting.splice(0, taken);
    if (made.length > 0) this.#workshop.finish();
    for (const picture of made) {
      picture.isReady = true;
      onReady(picture);
    }
    this.#budget.end(this.#waiting.length > 0);
    return this.#waiting.length > 0;
  }
}

function isWanted(picture: Picture): boolean {
  return picture.users > 0 && !picture.isReady;
}

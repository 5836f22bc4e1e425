/**
 * Where bitmaps lie on texture pages: shelves of about equal height, filled from the left. Pure arithmetic;
 * the pages themselves belong to the screen. All lengths in texture pixels.
 */

export interface Slot {
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Span {
  from: number;
  to: number;
}

interface Shelf {
  readonly y: number;
  readonly height: number;
  /** Free stretches from left to right, never adjacent to one another. */
  free: Span[];
}

interface Page {
  readonly height: number;
  shelves: Shelf[];
  slots: number;
}

/** Heights are rounded up to this, so that texts of about one size share shelves. */
const HEIGHT_STEP = 4;
/** A slot may lie on a shelf this much too high, and on any that is high enough where there is no other room. */
const LOOSENESS = 1.3;

export class Atlas {
  readonly #pageWidth: number;
  readonly #heightOf: (page: number) => number;
  readonly #firstPage: number;
  readonly #pages = new Map<number, Page>();
  #usedPixels = 0;

  /** @param firstPage number of the first page; others count on from it. */
  constructor(pageWidth: number, heightOf: (page: number) => number, firstPage = 0) {
    this.#pageWidth = pageWidth;
    this.#heightOf = heightOf;
    this.#firstPage = firstPage;
  }

  /** What the slots cover. */
  get usedPixels(): number {
    return this.#usedPixels;
  }

  /** Numbers of the pages there are. */
  pages(): Iterable<number> {
    return this.#pages.keys();
  }

  /**
   * A place for a bitmap, on a new page where no other has room and `mayAdd` agrees to one. `undefined`: there is none.
   */
  allocate(width: number, height: number, mayAdd: (page: number) => boolean): Slot | undefined {
    if (width > this.#pageWidth) return undefined;
    for (const [number, page] of this.#pages) {
      const slot = this.#place(number, page, width, height);
      if (slot !== undefined) return slot;
    }
    let number = this.#firstPage;
    while (this.#pages.has(number)) number += 1;
    const pageHeight = this.#heightOf(number);
    if (height > pageHeight) return undefined;
    if (!mayAdd(number)) return this.#squeeze(width, height);
    const page: Page = { height: pageHeight, shelves: [], slots: 0 };
    this.#pages.set(number, page);
    return this.#place(number, page, width, height);
  }

  #squeeze(width: number, height: number): Slot | undefined {
    for (const [number, page] of this.#pages) {
      const slot = this.#put(number, page, fitting(page, width, height, Infinity), width, height);
      if (slot !== undefined) return slot;
    }
    return undefined;
  }

  #place(number: number, page: Page, width: number, height: number): Slot | undefined {
    const shelf = fitting(page, width, height, LOOSENESS) ?? this.#newShelf(page, height);
    return this.#put(number, page, shelf, width, height);
  }

  #put(number: number, page: Page, shelf: Shelf | undefined, width: number, height: number): Slot | undefined {
    const span = shelf?.free.find(({ from, to }) => to - from >= width);
    if (shelf === undefined || span === undefined) return undefined;
    const slot = { page: number, x: span.from, y: shelf.y, width, height };
    span.from += width;
    if (span.from === span.to) shelf.free = shelf.free.filter((other) => other !== span);
    page.slots += 1;
    this.#usedPixels += width * height;
    return slot;
  }

  /** A new shelf: cut from an empty one that is too high, else below the last. */
  #newShelf(page: Page, height: number): Shelf | undefined {
    const rounded = Math.ceil(height / HEIGHT_STEP) * HEIGHT_STEP;
    const empty = page.shelves.findIndex((shelf) => shelf.height >= rounded && this.#isEmpty(shelf));
    const old = page.shelves[empty];
    if (old !== undefined) {
      const cut = this.#emptyShelf(old.y, rounded);
      const rest = this.#emptyShelf(old.y + rounded, old.height - rounded);
      page.shelves.splice(empty, 1, ...(rest.height > 0 ? [cut, rest] : [cut]));
      return cut;
    }
    const last = page.shelves.at(-1);
    const y = last === undefined ? 0 : last.y + last.height;
    if (y + height > page.height) return undefined;
    const shelf = this.#emptyShelf(y, Math.min(rounded, page.height - y));
    page.shelves.push(shelf);
    return shelf;
  }

  #emptyShelf(y: number, height: number): Shelf {
    return { y, height, free: [{ from: 0, to: this.#pageWidth }] };
  }

  /** Gives a slot back. Returns whether its page is empty now, and thereby gone. */
  release(slot: Slot): boolean {
    const page = this.#pages.get(slot.page);
    const shelf = page?.shelves.find(({ y }) => y === slot.y);
    if (page === undefined || shelf === undefined) return false;
    shelf.free.push({ from: slot.x, to: slot.x + slot.width });
    shelf.free = joined(shelf.free);
    this.#dropEmptyShelves(page);
    this.#usedPixels -= slot.width * slot.height;
    page.slots -= 1;
    if (page.slots > 0) return false;
    this.#pages.delete(slot.page);
    return true;
  }

  /** Empty shelves at the end of a page make room for other heights; in between, neighbours become one. */
  #dropEmptyShelves(page: Page): void {
    const shelves: Shelf[] = [];
    for (const shelf of page.shelves) {
      const before = shelves.at(-1);
      if (before !== undefined && this.#isEmpty(before) && this.#isEmpty(shelf)) {
        shelves[shelves.length - 1] = { ...before, height: before.height + shelf.height };
      } else shelves.push(shelf);
    }
    const last = shelves.at(-1);
    if (last !== undefined && this.#isEmpty(last)) shelves.pop();
    page.shelves = shelves;
  }

  #isEmpty({ free: [first] }: Shelf): boolean {
    return first !== undefined && first.from === 0 && first.to === this.#pageWidth;
  }
}

/** The lowest shelf that is high enough, at most `looseness` times too high, and has the width free. */
function fitting(page: Page, width: number, height: number, looseness: number): Shelf | undefined {
  let best: Shelf | undefined;
  for (const shelf of page.shelves) {
    if (shelf.height < height || shelf.height > Math.max(height * looseness, height + HEIGHT_STEP)) continue;
    if (best !== undefined && shelf.height >= best.height) continue;
    if (shelf.free.some(({ from, to }) => to - from >= width)) best = shelf;
  }
  return best;
}

function joined(free: readonly Span[]): Span[] {
  const spans: Span[] = [];
  for (const span of [...free].sort((a, b) => a.from - b.from)) {
    const last = spans.at(-1);
    if (last !== undefined && last.to === span.from) last.to = span.to;
    else spans.push({ ...span });
  }
  return spans;
}

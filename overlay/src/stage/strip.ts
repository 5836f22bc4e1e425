/**
 * The canvas on which text is painted before it goes to its page. What one tick paints lies side by side on it,
 * so that all of it is read and sent at once.
 */
import type { Context2D } from './canvas.ts';
import { PAGE_WIDTH, STRIP_HEIGHT } from './pages.ts';
import type { Paper } from './paper.ts';

export interface Spot {
  readonly x: number;
  readonly y: number;
}

export class Strip {
  readonly #paper: Paper;
  #x = 0;
  #y = 0;
  #rowHeight = 0;
  #width = 0;

  /** @param paper as wide as a page and {@link STRIP_HEIGHT} high. */
  constructor(paper: Paper) {
    this.#paper = paper;
  }

  /** With what lies on it. */
  get context(): Context2D {
    return this.#paper.context;
  }

  get isEmpty(): boolean {
    return this.#width === 0;
  }

  /** What of it is in use, from the top left. */
  get width(): number {
    return this.#width;
  }

  get height(): number {
    return this.#y + this.#rowHeight;
  }

  /** A free spot; `undefined` where nothing of this size fits before the next {@link reset}. */
  take(width: number, height: number): Spot | undefined {
    const isNewRow = this.#x + width > PAGE_WIDTH;
    const y = isNewRow ? this.#y + this.#rowHeight : this.#y;
    if (width > PAGE_WIDTH || y + height > STRIP_HEIGHT) return undefined;
    if (isNewRow) [this.#x, this.#y, this.#rowHeight] = [0, y, 0];
    const spot = { x: this.#x, y };
    this.#paper.isUsed = true;
    this.#x += width;
    this.#width = Math.max(this.#width, this.#x);
    this.#rowHeight = Math.max(this.#rowHeight, height);
    return spot;
  }

  /** Has `paint` paint a spot that is transparent, or black where `isBlack`, and nothing beside it. */
  paint({ x, y }: Spot, width: number, height: number, isBlack: boolean, paint: () => void): void {
    const { context } = this;
    context.save();
    context.beginPath();
    context.rect(x, y, width, height);
    context.clip();
    if (isBlack) {
      context.fillStyle = '#000';
      context.fillRect(x, y, width, height);
    } else context.clearRect(x, y, width, height);
    paint();
    context.restore();
  }

  reset(): void {
    this.#x = this.#y = this.#rowHeight = this.#width = 0;
    this.#paper.isUsed = false;
  }
}

/**
 * What text is measured and painted on. A browser keeps the shape of each text for the canvas that met it, until that
 * canvas shows a frame, and this one never does: a busy room would take ten megabytes a minute for as long as the page
 * is open. So the canvas is replaced now and then, and its shapes go with it.
 */
import { stagingContext } from './canvas.ts';
import type { Context2D } from './canvas.ts';

/** A canvas meets so many texts, each of which keeps one to two kilobytes. */
const MOST_TEXTS = 500;

export class Paper {
  readonly #width: number;
  readonly #height: number;
  #context: Context2D;
  #texts = 0;
  /** Something is on it that is still needed. */
  isUsed = false;

  /** Throws where the browser has no canvas 2D. */
  constructor(width: number, height: number) {
    const context = stagingContext(width, height);
    if (context === null) throw new Error('This browser has no canvas 2D to paint text on.');
    this.#width = width;
    this.#height = height;
    this.#context = context;
  }

  /** What is painted lies here. */
  get context(): Context2D {
    return this.#context;
  }

  /** The context to measure or paint one more text with. Unless it is used, it may be another than before. */
  forText(): Context2D {
    this.#texts += 1;
    if (this.#texts > MOST_TEXTS && !this.isUsed) this.#replace();
    return this.#context;
  }

  #replace(): void {
    this.#texts = 0;
    const context = stagingContext(this.#width, this.#height);
    if (context === null) return;
    // Browsers free a canvas late; an empty one costs nothing meanwhile.
    const { canvas } = this.#context;
    canvas.width = canvas.height = 0;
    this.#context = context;
  }
}

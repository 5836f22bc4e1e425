/** Parts of canvases as pictures by themselves, for canvas 2D to draw. */
import { context2d, newCanvas } from './canvas.ts';
import type { Canvas, Context2D } from './canvas.ts';

export type Cutting = ImageBitmap | Canvas;

/** An area to paint on, of which a cutting is made. */
export class Workbench {
  #context: Context2D | undefined;

  /** Blank, and of this size. Throws where the browser has no memory left for it. */
  clear(width: number, height: number): Context2D {
    const context = (this.#context ??= context2d(bench(width, height)) ?? undefined);
    if (context === undefined) throw new Error('This browser has no memory left for another canvas.');
    // Another size makes it blank, and so does the same.
    context.canvas.width = width;
    context.canvas.height = height;
    return context;
  }

  /** What was painted. The area is gone. */
  take(): Cutting {
    const canvas = this.#context?.canvas;
    if (canvas === undefined) throw new Error('Nothing was painted.');
    if ('transferToImageBitmap' in canvas) return canvas.transferToImageBitmap();
    this.#context = undefined;
    return canvas;
  }
}

/** Not all browsers make bitmaps of canvases at once. */
function bench(width: number, height: number): Canvas {
  return typeof OffscreenCanvas === 'undefined' ? newCanvas(width, height) : new OffscreenCanvas(width, height);
}

/** Cuttings by the numbers of their pages. */
export class Cuttings {
  readonly #cuttings = new Map<number, readonly Cutting[]>();

  get(page: number): readonly Cutting[] | undefined {
    return this.#cuttings.get(page);
  }

  set(page: number, cuttings: readonly Cutting[]): void {
    this.free(page);
    this.#cuttings.set(page, cuttings);
  }

  free(page: number): void {
    for (const cutting of this.#cuttings.get(page) ?? []) discard(cutting);
    this.#cuttings.delete(page);
  }

  clear(): void {
    for (const page of this.#cuttings.keys()) this.free(page);
  }
}

/** Gives its memory back now. */
function discard(cutting: Cutting): void {
  if ('close' in cutting) cutting.close();
  // Browsers free a canvas late; an empty one costs nothing meanwhile.
  else cutting.width = cutting.height = 0;
}

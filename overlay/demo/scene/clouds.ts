import { numberOf } from '../random.ts';
import { paintGlow, paintOnce, PICTURE, type Painter } from './canvas.ts';

const SEED = 505;
const CLOUDS = 8;
const SHAPES = 3;
const WIDTH = 420;
const HEIGHT = 180;
/** How far a cloud travels before it comes round again. */
const SPAN = PICTURE.width + 520;

/** Summer clouds that drift by, the far ones smaller and slower. Each is painted once, in its own size. */
export function createClouds(): (painter: Painter, timeMs: number) => void {
  const puff = paintGlow(64, '255, 255, 255', 1);
  const clouds = Array.from({ length: CLOUDS }, (_, index) => {
    const near = numberOf(SEED, index);
    const size = 0.4 + near * 0.75;
    return {
      canvas: paintOnce(Math.round(WIDTH * size), Math.round(HEIGHT * size), (painter) => {
        painter.scale(size, size);
        paintCloud(painter, puff, index % SHAPES);
      }),
      alpha: 0.6 + near * 0.4,
      pixelsPerSecond: 4 + near * 9,
      startX: numberOf(SEED + 1, index) * SPAN,
      y: Math.round(18 + (1 - near) * 235 + numberOf(SEED + 2, index) * 40),
    };
  });
  return (painter, timeMs) => {
    for (const { canvas, alpha, pixelsPerSecond, startX, y } of clouds) {
      painter.globalAlpha = alpha;
      painter.drawImage(canvas, Math.round(((timeMs / 1000) * pixelsPerSecond + startX) % SPAN) - 470, y);
    }
    painter.globalAlpha = 1;
  };
}

function paintCloud(painter: Painter, puff: HTMLCanvasElement, shape: number): void {
  // Shade first, a little lower and bluer; then the lit puffs on top.
  for (const [lower, alpha, isShade] of [
    [16, 0.5, true],
    [0, 0.85, false],
  ] as const) {
    painter.globalAlpha = alpha;
    for (let index = 0; index < 26; index += 1) {
      const along = numberOf(SEED + 10 + shape, index);
      const arch = Math.sin(along * Math.PI);
      const size = 70 + arch * 90 * (0.5 + numberOf(SEED + 20 + shape, index));
      const x = 30 + along * 360;
      const y = 130 - arch * 62 * numberOf(SEED + 30 + shape, index) + lower;
      painter.drawImage(puff, x - size / 2, y - size / 2, size, size * 0.8);
    }
    if (!isShade) continue;
    painter.globalCompositeOperation = 'source-atop';
    painter.globalAlpha = 1;
    painter.fillStyle = '#bcd3ea';
    painter.fillRect(0, 0, WIDTH, HEIGHT);
    painter.globalCompositeOperation = 'source-over';
  }
}

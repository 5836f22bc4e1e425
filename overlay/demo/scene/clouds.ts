import { numberOf } from '../random.ts';
import { paintGlow, paintOnce, PICTURE, type Painter } from './canvas.ts';

const SEED = 505;
const CLOUDS = 8;
const SHAPES = 3;

/** Summer clouds that drift by, the far ones slower. */
export function createClouds(): (painter: Painter, timeMs: number) => void {
  const puff = paintGlow(64, '255, 255, 255', 1);
  const shapes = Array.from({ length: SHAPES }, (_, shape) =>
    paintOnce(420, 180, (painter) => paintCloud(painter, puff, shape)),
  );
  return (painter, timeMs) => {
    const span = PICTURE.width + 520;
    for (let index = 0; index < CLOUDS; index += 1) {
      const near = numberOf(SEED, index);
      const size = 0.4 + near * 0.75;
      const travelled = (timeMs / 1000) * (4 + near * 9) + numberOf(SEED + 1, index) * span;
      const shape = shapes[index % SHAPES];
      if (!shape) continue;
      painter.globalAlpha = 0.6 + near * 0.4;
      painter.drawImage(
        shape,
        (travelled % span) - 470,
        18 + (1 - near) * 235 + numberOf(SEED + 2, index) * 40,
        420 * size,
        180 * size,
      );
    }
    painter.globalAlpha = 1;
  };
}

function paintCloud(painter: Painter, puff: HTMLCanvasElement, shape: number): void {
  // Shade first, a little lower and bluer; then the lit puffs on top.
  for (const [lower, alpha, tint] of [
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
    if (!tint) continue;
    painter.globalCompositeOperation = 'source-atop';
    painter.globalAlpha = 1;
    painter.fillStyle = '#bcd3ea';
    painter.fillRect(0, 0, 420, 180);
    painter.globalCompositeOperation = 'source-over';
  }
}

import { numberOf } from '../random.ts';
import { paintOnce, PICTURE, type Painter } from './canvas.ts';

const SEED = 33;
const FALLING = 16;
const GUST = 90;
const PINKS = ['#ffc4d6', '#ff9fbd', '#ffdfe9', '#ffb1c9'];

/** A cherry branch in the corner that sways, and petals on the wind; a gust brings many. */
export function createBlossom(): (painter: Painter, timeMs: number, gust: number | undefined) => void {
  const branch = paintOnce(520, 300, paintBranch);
  return (painter, timeMs, gust) => {
    drawPetals(painter, timeMs, FALLING, 1);
    if (gust !== undefined) drawPetals(painter, timeMs, GUST, Math.min(1, gust * 6, (1 - gust) * 6));
    painter.save();
    painter.translate(PICTURE.width + 16, -16);
    painter.rotate(Math.sin(timeMs / 2600) * 0.014);
    painter.drawImage(branch, -520, 0);
    painter.restore();
  };
}

function drawPetals(painter: Painter, timeMs: number, count: number, alpha: number): void {
  const seconds = timeMs / 1000;
  const fast = count > FALLING;
  painter.globalAlpha = alpha * 0.95;
  for (let index = 0; index < count; index += 1) {
    const at = (salt: number) => numberOf(SEED + salt + count, index);
    const speed = fast ? 190 + at(1) * 170 : 34 + at(1) * 34;
    const span = PICTURE.width + 200;
    const x = PICTURE.width + 60 - ((at(2) * span + seconds * speed) % span);
    const y = ((at(3) * 900 + seconds * (26 + at(4) * 34)) % 900) - 60 + Math.sin(seconds * 1.7 + index) * 18;
    painter.save();
    painter.translate(x, y);
    painter.rotate(seconds * (1 + at(5)) + index);
    painter.scale(1, 0.35 + 0.65 * Math.abs(Math.sin(seconds * 2.2 + index)));
    painter.fillStyle = PINKS[index % PINKS.length] ?? '#ffc4d6';
    painter.beginPath();
    painter.ellipse(0, 0, 6 + at(6) * 4, 4 + at(6) * 2.5, 0, 0, Math.PI * 2);
    painter.fill();
    painter.restore();
  }
  painter.globalAlpha = 1;
}

function paintBranch(painter: Painter): void {
  painter.strokeStyle = '#5b3a35';
  painter.lineCap = 'round';
  const twigs = [
    [520, 0, 360, 60, 190, 74, 11],
    [380, 50, 330, 110, 250, 158, 7],
    [270, 68, 190, 40, 90, 52, 6],
    [430, 36, 430, 110, 372, 190, 7],
    [190, 74, 140, 92, 64, 118, 4],
  ] as const;
  const blossoms: [number, number][] = [];
  twigs.forEach(([x0, y0, x1, y1, x2, y2, lineWidth], twig) => {
    painter.lineWidth = lineWidth;
    painter.beginPath();
    painter.moveTo(x0, y0);
    painter.quadraticCurveTo(x1, y1, x2, y2);
    painter.stroke();
    for (let index = 0; index < 26; index += 1) {
      const along = 0.25 + 0.75 * numberOf(SEED + 40 + twig, index);
      const rest = 1 - along;
      const off = (salt: number) => (numberOf(SEED + salt + twig, index) - 0.5) * 58;
      blossoms.push([
        rest * rest * x0 + 2 * rest * along * x1 + along * along * x2 + off(60),
        rest * rest * y0 + 2 * rest * along * y1 + along * along * y2 + off(80),
      ]);
    }
  });
  blossoms.forEach(([x, y], index) => paintBlossom(painter, x, y, 7 + numberOf(SEED + 99, index) * 6, index));
}

function paintBlossom(painter: Painter, x: number, y: number, size: number, index: number): void {
  painter.fillStyle = PINKS[index % PINKS.length] ?? '#ffc4d6';
  for (let petal = 0; petal < 5; petal += 1) {
    const angle = (petal / 5) * Math.PI * 2 + index;
    painter.beginPath();
    painter.arc(x + Math.cos(angle) * size * 0.62, y + Math.sin(angle) * size * 0.62, size * 0.56, 0, Math.PI * 2);
    painter.fill();
  }
  painter.fillStyle = '#f2668b';
  painter.beginPath();
  painter.arc(x, y, size * 0.24, 0, Math.PI * 2);
  painter.fill();
}

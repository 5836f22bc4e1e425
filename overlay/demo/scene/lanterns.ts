import { numberOf } from '../random.ts';
import { drawGlow, paintGlow, paintOnce, PICTURE, type Painter } from './canvas.ts';

const SEED = 77;
const SKY_LANTERNS = 30;
const WATER_LANTERNS = 11;

/** Paper lanterns: a few always float on the water; in their moment many more rise into the sky. */
export function createLanterns(): {
  drawRising(painter: Painter, elapsedMs: number, durationMs: number): void;
  drawFloating(painter: Painter, timeMs: number): void;
} {
  const glow = paintGlow(64, '255, 168, 84', 0.75);
  const paper = paintOnce(28, 36, paintPaper);
  return {
    drawRising(painter, elapsedMs, durationMs) {
      painter.save();
      for (let index = 0; index < SKY_LANTERNS; index += 1) {
        const climbMs = durationMs * (0.55 + numberOf(SEED, index) * 0.2);
        const progress = (elapsedMs - numberOf(SEED + 1, index) * (durationMs - climbMs)) / climbMs;
        if (progress < 0 || progress > 1) continue;
        const depth = 0.45 + numberOf(SEED + 2, index) * 0.75;
        const drift = Math.sin(progress * 5 + index) * 26 + progress * 90;
        const x = 60 + numberOf(SEED + 3, index) * 1080 + drift * depth;
        const y = PICTURE.horizonY - 16 - progress * (PICTURE.horizonY + 40) * (0.6 + depth * 0.45);
        const flicker = 0.86 + 0.14 * Math.sin(elapsedMs / 170 + index * 2);
        painter.globalAlpha = Math.min(1, progress * 8, (1 - progress) * 6) * flicker;
        painter.globalCompositeOperation = 'lighter';
        drawGlow(painter, glow, x, y, 92 * depth);
        painter.globalCompositeOperation = 'source-over';
        painter.drawImage(paper, x - 10 * depth, y - 13 * depth, 20 * depth, 26 * depth);
      }
      painter.restore();
    },
    drawFloating(painter, timeMs) {
      painter.save();
      const seconds = timeMs / 1000;
      for (let index = 0; index < WATER_LANTERNS; index += 1) {
        const near = 0.12 + numberOf(SEED + 4, index) * 0.75;
        const speed = 5 + near * 12;
        const span = PICTURE.width + 160;
        const x = ((numberOf(SEED + 5, index) * span + seconds * speed) % span) - 80;
        const bob = Math.sin(seconds * 1.4 + index * 1.9) * 3 * near;
        const y = PICTURE.horizonY + near * (PICTURE.height - PICTURE.horizonY) + bob;
        const size = 0.4 + near * 0.8;
        painter.globalAlpha = 0.9 + 0.1 * Math.sin(seconds * 6 + index);
        painter.globalCompositeOperation = 'lighter';
        painter.drawImage(glow, x - 26 * size, y - 8 * size, 52 * size, 118 * size);
        drawGlow(painter, glow, x, y, 110 * size);
        painter.globalCompositeOperation = 'source-over';
        painter.drawImage(paper, x - 9 * size, y - 20 * size, 18 * size, 23 * size);
        painter.fillStyle = 'rgba(30, 14, 26, 0.75)';
        painter.fillRect(x - 12 * size, y + 2 * size, 24 * size, 3.4 * size);
      }
      painter.restore();
    },
  };
}

function paintPaper(painter: Painter): void {
  const fire = painter.createLinearGradient(0, 0, 0, 36);
  fire.addColorStop(0, '#ff8f3f');
  fire.addColorStop(0.6, '#ffc66e');
  fire.addColorStop(1, '#fff1c4');
  painter.fillStyle = fire;
  painter.beginPath();
  painter.moveTo(6, 34);
  painter.bezierCurveTo(-2, 20, 0, 2, 14, 2);
  painter.bezierCurveTo(28, 2, 30, 20, 22, 34);
  painter.closePath();
  painter.fill();
}

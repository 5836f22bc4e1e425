import { numberOf } from '../random.ts';
import { PICTURE, type Painter } from './canvas.ts';

const SEED = 909;
const FLOCK = 13;
const POD = 5;
const JUMP_MS = 1700;

/** A few gulls at any time; `flock` (0 to 1 through its moment) brings the rest. */
export function drawGulls(painter: Painter, timeMs: number, flock: number | undefined): void {
  painter.lineCap = 'round';
  painter.strokeStyle = '#4d6076';
  for (let index = 0; index < 3; index += 1) {
    const turn = timeMs / (5200 + index * 900) + index * 2;
    drawGull(painter, 420 + index * 210 + Math.cos(turn) * 120, 190 + Math.sin(turn) * 34, 0.7, timeMs / 190 + index);
  }
  if (flock === undefined) return;
  for (let index = 0; index < FLOCK; index += 1) {
    const row = Math.ceil(index / 2) * (index % 2 === 0 ? 1 : -1);
    const x = -260 + flock * (PICTURE.width + 560) - Math.abs(row) * 34;
    const y = 230 + row * 19 - flock * 90 + Math.sin(timeMs / 800 + index) * 6;
    drawGull(painter, x, y, 1.05, timeMs / 150 + numberOf(SEED, index) * 6);
  }
}

function drawGull(painter: Painter, x: number, y: number, size: number, beat: number): void {
  const lift = Math.sin(beat) * 7 * size;
  const span = 15 * size;
  painter.lineWidth = 2.6 * size;
  painter.beginPath();
  painter.moveTo(x - span, y - lift);
  painter.quadraticCurveTo(x - span * 0.45, y - 6 * size - lift * 0.6, x, y);
  painter.quadraticCurveTo(x + span * 0.45, y - 6 * size - lift * 0.6, x + span, y - lift);
  painter.stroke();
}

/** Dolphins that leap out of the bay one after another. */
export function drawDolphins(painter: Painter, elapsedMs: number, durationMs: number): void {
  for (let index = 0; index < POD * 2; index += 1) {
    const startMs = (index / (POD * 2)) * (durationMs - JUMP_MS);
    const progress = (elapsedMs - startMs) / JUMP_MS;
    if (progress < 0 || progress > 1) continue;
    const fromX = 330 + (index % POD) * 92 + Math.floor(index / POD) * 180;
    const waterY = 574 + numberOf(SEED + 2, index) * 50;
    const height = 72 + numberOf(SEED + 3, index) * 34;
    drawSplash(painter, fromX, waterY, progress * 2.2);
    drawSplash(painter, fromX + 150, waterY, (progress - 0.82) * 3.6);
    const x = fromX + progress * 150;
    const y = waterY - Math.sin(progress * Math.PI) * height;
    painter.save();
    // The sea hides what is under water.
    painter.beginPath();
    painter.rect(0, 0, PICTURE.width, waterY + 3);
    painter.clip();
    painter.translate(x, y + 10);
    painter.rotate(Math.atan2(-Math.cos(progress * Math.PI) * height * Math.PI, 150));
    drawDolphin(painter);
    painter.restore();
  }
}

function drawDolphin(painter: Painter): void {
  painter.fillStyle = '#3f6488';
  painter.beginPath();
  painter.moveTo(-40, 0);
  painter.bezierCurveTo(-22, -17, 14, -19, 34, -3);
  painter.lineTo(46, 1);
  painter.lineTo(34, 5);
  painter.bezierCurveTo(12, 12, -16, 10, -40, 0);
  painter.moveTo(-4, -13);
  painter.quadraticCurveTo(-12, -27, -20, -27);
  painter.quadraticCurveTo(-16, -16, -17, -9);
  painter.moveTo(-36, 0);
  painter.quadraticCurveTo(-50, -12, -58, -10);
  painter.lineTo(-49, 0);
  painter.lineTo(-57, 11);
  painter.quadraticCurveTo(-46, 10, -36, 0);
  painter.fill();
  painter.fillStyle = '#dcebf5';
  painter.beginPath();
  painter.moveTo(32, 4);
  painter.bezierCurveTo(12, 10, -10, 9, -28, 3);
  painter.bezierCurveTo(-8, 4, 14, 3, 32, 4);
  painter.fill();
  painter.fillStyle = '#16283b';
  painter.fillRect(25, -4, 3, 3);
}

function drawSplash(painter: Painter, x: number, waterY: number, progress: number): void {
  if (progress <= 0 || progress >= 1) return;
  painter.fillStyle = `rgba(255, 255, 255, ${0.9 * (1 - progress)})`;
  for (let drop = 0; drop < 12; drop += 1) {
    const away = (drop / 11 - 0.5) * 84 * progress;
    const up = Math.sin(progress * Math.PI) * (16 + numberOf(SEED + 4, drop) * 26);
    painter.fillRect(x + away, waterY - up, 3.4, 3.4);
  }
  painter.fillRect(x - 34 * progress, waterY, 68 * progress, 2);
}

import { numberOf } from '../random.ts';
import { drawGlow, paintGlow, type Painter } from './canvas.ts';
import { BURST_MS, RISE_MS, type Shell } from './shells.ts';

const GROUND_Y = 440;

const flashes = new Map<string, HTMLCanvasElement>();

/** Draws the show as it stands `elapsedMs` after its start. */
export function drawShow(painter: Painter, show: readonly Shell[], elapsedMs: number): void {
  painter.save();
  painter.globalCompositeOperation = 'lighter';
  for (const shell of show) {
    const age = elapsedMs - shell.launchMs;
    if (age < 0 || age > RISE_MS + BURST_MS) continue;
    if (age < RISE_MS) drawRise(painter, shell, age / RISE_MS);
    else drawBurst(painter, shell, (age - RISE_MS) / BURST_MS);
  }
  painter.restore();
}

function drawRise(painter: Painter, shell: Shell, progress: number): void {
  const height = (part: number): number => GROUND_Y + (shell.apexY - GROUND_Y) * (1 - (1 - part) ** 2);
  painter.strokeStyle = `rgba(255, 214, 150, ${0.75 * (1 - progress * 0.5)})`;
  painter.lineWidth = 2.2;
  painter.beginPath();
  painter.moveTo(shell.x, height(Math.max(0, progress - 0.09)));
  painter.lineTo(shell.x + Math.sin(progress * 14) * 1.2, height(progress));
  painter.stroke();
}

function drawBurst(painter: Painter, shell: Shell, progress: number): void {
  const fade = (1 - progress) ** 1.4;
  if (progress < 0.16) {
    painter.globalAlpha = 1 - progress / 0.16;
    drawGlow(painter, flashOf(shell.color), shell.x, shell.apexY, 300 * shell.size);
    painter.globalAlpha = 1;
  }
  drawSparks(painter, shell, progress, fade, shell.color, 1);
  if (shell.shape === 'peony') drawSparks(painter, shell, progress, fade * 0.9, shell.core, 0.52);
}

function drawSparks(
  painter: Painter,
  { shape, size, x, apexY, seed, directions }: Shell,
  progress: number,
  fade: number,
  color: string,
  reach: number,
): void {
  const isWillow = shape === 'willow';
  const tail = Math.max(0, progress - (isWillow ? 0.16 : 0.05));
  const spread = (part: number): number => (1 - Math.exp(-4.2 * part)) * 150 * size * reach;
  const fall = (part: number): number => part * part * (isWillow ? 120 : 58);
  const [headSpread, tailSpread] = [spread(progress), spread(tail)];
  const [headY, tailY] = [apexY + fall(progress), apexY + fall(tail)];
  painter.strokeStyle = `rgba(${color}, ${Math.min(1, fade * 1.1)})`;
  painter.lineWidth = (isWillow ? 1.7 : 2.5) * (0.55 + fade * 0.6);
  painter.beginPath();
  for (let index = 0; index + 1 < directions.length; index += 2) {
    // Late sparks flicker: every frame leaves some of them out.
    if (progress > 0.55 && numberOf(seed + index, Math.floor(progress * 60)) > fade + 0.45) continue;
    const directionX = directions[index] ?? 0;
    const directionY = directions[index + 1] ?? 0;
    painter.moveTo(x + directionX * tailSpread, tailY + directionY * tailSpread);
    painter.lineTo(x + directionX * headSpread, headY + directionY * headSpread);
  }
  painter.stroke();
}

function flashOf(color: string): HTMLCanvasElement {
  const known = flashes.get(color);
  if (known) return known;
  const glow = paintGlow(128, color, 0.5);
  flashes.set(color, glow);
  return glow;
}

import { numberOf } from '../random.ts';
import { paintOnce, PICTURE, type Painter } from './canvas.ts';

const SEED = 4711;
const PALETTES = [
  ['#e4572e', '#ffc857', '#fff3dc'],
  ['#2e86ab', '#f6f5ae', '#f5f5f5'],
  ['#7b4fb5', '#ff9fb2', '#fff0f3'],
  ['#1b998b', '#ffd166', '#fdfcdc'],
] as const;
const FLEET = 7;

/** Hot-air balloons: they rise over the bay in their moment, and drift off. */
export function createBalloons(): (painter: Painter, elapsedMs: number, durationMs: number) => void {
  const balloons = PALETTES.map((palette) => paintOnce(120, 170, (painter) => paintBalloon(painter, palette)));
  return (painter, elapsedMs, durationMs) => {
    for (let index = 0; index < FLEET; index += 1) {
      const balloon = balloons[index % balloons.length];
      const progress = (elapsedMs / durationMs - numberOf(SEED, index) * 0.25) / 0.75;
      if (!balloon || progress < 0 || progress > 1) continue;
      const size = 0.34 + numberOf(SEED + 1, index) * 0.52;
      const sway = Math.sin(progress * 9 + index * 2) * 10;
      const x = 40 + ((index + 0.3) / FLEET) * 1080 + progress * 120 + sway;
      const y = PICTURE.horizonY - progress * (PICTURE.horizonY + 190) * (0.72 + size * 0.4);
      painter.globalAlpha = Math.min(1, progress * 12);
      painter.drawImage(balloon, x, y, 120 * size, 170 * size);
    }
    painter.globalAlpha = 1;
  };
}

function paintBalloon(painter: Painter, palette: readonly string[]): void {
  const gores = 7;
  painter.save();
  painter.beginPath();
  painter.moveTo(46, 122);
  painter.bezierCurveTo(8, 92, 0, 66, 4, 50);
  painter.bezierCurveTo(10, -12, 110, -12, 116, 50);
  painter.bezierCurveTo(120, 66, 112, 92, 74, 122);
  painter.closePath();
  painter.clip();
  for (let gore = 0; gore < gores; gore += 1) {
    // Gores look narrower towards the sides of the ball.
    const edge = (part: number) => 60 - Math.cos((part / gores) * Math.PI) * 60;
    painter.fillStyle = palette[gore % palette.length] ?? '#ffffff';
    painter.fillRect(edge(gore), 0, edge(gore + 1) - edge(gore) + 1, 124);
  }
  const shade = painter.createLinearGradient(0, 0, 120, 0);
  shade.addColorStop(0, 'rgba(255, 255, 255, 0.28)');
  shade.addColorStop(0.5, 'rgba(255, 255, 255, 0)');
  shade.addColorStop(1, 'rgba(40, 30, 60, 0.3)');
  painter.fillStyle = shade;
  painter.fillRect(0, 0, 120, 124);
  painter.restore();
  painter.strokeStyle = 'rgba(80, 60, 50, 0.8)';
  painter.lineWidth = 1.4;
  painter.beginPath();
  painter.moveTo(47, 122);
  painter.lineTo(52, 142);
  painter.moveTo(73, 122);
  painter.lineTo(68, 142);
  painter.stroke();
  painter.fillStyle = '#9a6a3f';
  painter.beginPath();
  painter.roundRect(50, 142, 20, 16, 3);
  painter.fill();
}
